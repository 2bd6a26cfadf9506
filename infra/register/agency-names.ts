import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import type { ServiceName } from '../../contracts/lifecycles/service/case.js';
import { nameKeys } from './name-keys.js';

/**
 * What an edition tells an agency, with the English names that are known: the register has Thai ones alone. One
 * that is really renamed is known in English no more. One that the edition leaves unnamed keeps its name.
 */
export function inBothLanguages(record: AgencyRecord, former: AgencyRecord | null): AgencyRecord {
  const { ministry } = record;
  const name = isUnnamed(record) ? (former?.name ?? record.name) : record.name;
  return {
    ...record,
    name: withEnglish(name, former?.name),
    ministry: ministry === null ? null : withEnglish(ministry, former?.ministry),
  };
}

/** Its id stands for the name that no row has told. */
export function isUnnamed({
  agencyId: id,
  name,
}: Pick<AgencyRecord, 'agencyId' | 'name'>): boolean {
  return name.th === id;
}

/** Spaces and a PDF's marks make no other name. */
function withEnglish(name: ServiceName, former: ServiceName | null | undefined): ServiceName {
  const en = former?.en;
  if (name.en !== undefined || en === undefined) return name;
  const isSame = nameKeys(name.th).unmarked === nameKeys(former?.th ?? '').unmarked;
  return isSame ? { ...name, en } : name;
}
