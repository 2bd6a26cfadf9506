import { isInScope } from '../../contracts/agency-map.js';
import type { RegisterColumn } from './columns.js';
import { countFindings } from './counts.js';
import type { Finding, FindingCode, FindingFacts } from './findings.js';
import { titleKey } from './known-titles.js';
import type { ReferenceEntry, ReferenceList, References } from './references.js';
import type { Checked } from './places.js';
import { entryFinding, findingAt } from './places.js';
import { keyColumns } from './references.js';
import type { RegisterRow } from './rows.js';
import { isMovedFrom } from './thai-marks.js';

/** What the rows and sheets of an edition say against one another. Nothing is changed by it. */
export function crossCheck(edition: Checked): Finding[] {
  const listed = listsOf(edition.references);
  return [
    ...edition.rows.flatMap((row) => unlisted(edition, listed, row)),
    ...firstTold(edition, 'agencyId', 'agency', 'AGENCY_TWO_NAMES'),
    ...firstTold(edition, 'agencyId', 'ministryId', 'AGENCY_TWO_MINISTRIES'),
    ...firstTold(edition, 'agencyId', 'agencyType', 'AGENCY_TWO_TYPES'),
    ...firstTold(edition, 'ministryId', 'ministry', 'MINISTRY_TWO_NAMES'),
    ...sameServices(edition),
    ...likeOtherAgencies(edition),
    ...listFaults(edition.references),
    ...unusedEntries(edition),
    ...countFindings(edition),
  ];
}

type Lists = Readonly<Partial<Record<keyof References, ReadonlyMap<string, ReferenceEntry>>>>;

function listsOf(references: References): Lists {
  return Object.fromEntries(
    kindsOf(references).map(([kind, { entries }]) => [
      kind,
      new Map(entries.map((entry) => [entry.texts[keyColumns[kind]] ?? '', entry])),
    ]),
  );
}

function kindsOf(references: References): [keyof References, ReferenceList][] {
  return Object.entries(references) as [keyof References, ReferenceList][];
}

/** Codes, agencies and projects of a row that the further sheets do not know. */
function unlisted(edition: Checked, listed: Lists, row: RegisterRow): Finding[] {
  const findings: Finding[] = [];
  const note = (column: RegisterColumn, code: FindingCode, facts: FindingFacts = {}) =>
    findings.push(findingAt(edition, row, column, code, facts));
  const isUnlisted = (kind: keyof References, id: string | undefined) =>
    id !== undefined && id !== '' && listed[kind]?.has(id) === false;
  const { agencyId, ministryId, statusId, reasonId, project } = row;
  if (isUnlisted('agencies', agencyId)) note('agencyId', 'UNKNOWN_AGENCY');
  if (isUnlisted('ministries', ministryId)) note('ministryId', 'UNKNOWN_MINISTRY');
  if (isUnlisted('statuses', statusId)) note('statusId', 'UNLISTED_STATUS');
  if (isUnlisted('reasons', reasonId)) note('reasonId', 'UNLISTED_REASON');
  const usedIn = listed.reasons?.get(reasonId ?? '')?.texts.usedIn ?? '';
  if (usedIn !== '' && statusId !== undefined && !usedIn.includes(statusId)) {
    note('reasonId', 'REASON_NOT_FOR_STATUS', { other: usedIn });
  }
  if (statusId === 'STA03' && project === '') note('project', 'NO_PROJECT');
  if (project !== undefined && project !== '' && edition.references.projects !== undefined) {
    const owners = ownersOf(edition.references.projects, project);
    if (owners.length === 0) note('project', 'UNKNOWN_PROJECT');
    else if (agencyId !== undefined && !isInScope(agencyId, owners)) {
      note('project', 'PROJECT_OF_OTHER_AGENCY', { other: owners.join(', ') });
    }
  }
  return findings;
}

const ownersByList = new WeakMap<ReferenceList, Map<string, string[]>>();

/** The agencies that have a project of that name; two may have one of the same name. */
function ownersOf(projects: ReferenceList, name: string): readonly string[] {
  let owners = ownersByList.get(projects);
  if (owners === undefined) {
    owners = new Map();
    for (const { texts } of projects.entries) {
      const key = titleKey(texts.project ?? '');
      owners.set(key, [...(owners.get(key) ?? []), texts.agencyId ?? '']);
    }
    ownersByList.set(projects, owners);
  }
  return owners.get(titleKey(name)) ?? [];
}

/** Rows that say another thing of an id than the first row that says something of it. */
function firstTold(
  edition: Checked,
  idColumn: RegisterColumn,
  column: RegisterColumn,
  code: FindingCode,
): Finding[] {
  const first = new Map<string, string>();
  return edition.rows.flatMap((row) => {
    const id = row[idColumn] ?? '';
    const text = row[column] ?? '';
    if (id === '' || text === '') return [];
    const known = first.get(id);
    if (known === undefined) first.set(id, text);
    return known === undefined || known === text
      ? []
      : [findingAt(edition, row, column, code, { other: known })];
  });
}

/** Services of one organisation (by id or name) and one name under several ids. */
function sameServices(edition: Checked): Finding[] {
  const first = new Map<string, RegisterRow>();
  return edition.rows.flatMap((row) => {
    const { serviceId = '', agencyId = '', agency = '', name = '' } = row;
    if (name === '' || serviceId === '' || agencyId + agency === '') return [];
    const key = `${agency === '' ? agencyId : titleKey(agency)}\n${unspaced(name).toLowerCase()}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    return known === undefined || known.serviceId === serviceId
      ? []
      : [findingAt(edition, row, 'name', 'SAME_SERVICE', factsOf(known))];
  });
}

function factsOf({ row, serviceId = '' }: RegisterRow): FindingFacts {
  return { row, other: serviceId };
}

/**
 * Agencies whose name is that of another id but for the places of its marks. One of the two was mangled; the
 * finding is where the marks are further to the right, with the other as what it may be.
 */
function likeOtherAgencies(edition: Checked): Finding[] {
  const first = new Map<string, RegisterRow>();
  const told = new Set<string>();
  return edition.rows.flatMap((row) => {
    const { agencyId: id = '', agency = '' } = row;
    if (agency === '' || told.has(id)) return [];
    told.add(id);
    const known = first.get(titleKey(agency));
    if (known === undefined) first.set(titleKey(agency), row);
    const other = known?.agency ?? agency;
    if (known === undefined || unspaced(other) === unspaced(agency)) return [];
    const [mangled, right] = isMovedFrom(agency, other) ? [row, other] : [known, agency];
    return [findingAt(edition, mangled, 'agency', 'SUSPECT_MARKS', { other: `: ${right}` })];
  });
}

function unspaced(text: string): string {
  return text.replaceAll(' ', '');
}

/** Ids that a code list has twice. */
function listFaults(references: References): Finding[] {
  return kindsOf(references).flatMap(([kind, list]) => {
    const first = new Map<string, number>();
    return list.entries.flatMap((entry) => {
      const column = keyColumns[kind];
      const id = entry.texts[column] ?? '';
      const known = first.get(id);
      if (known === undefined) first.set(id, entry.row);
      return known === undefined || id === ''
        ? []
        : [entryFinding(list, entry, column, 'LISTED_TWICE', id, { row: known })];
    });
  });
}

/** Projects and agencies that are listed, but in no row. */
function unusedEntries({ rows, columns, references }: Checked): Finding[] {
  const { projects, agencies } = references;
  const used = (column: RegisterColumn) => new Set(rows.map((row) => titleKey(row[column] ?? '')));
  const unusedOf = (
    list: ReferenceList | undefined,
    column: 'project' | 'agencyId',
    code: FindingCode,
  ): Finding[] => {
    if (list === undefined || columns[column] === undefined) return [];
    const inRows = used(column);
    return list.entries.flatMap((entry) => {
      const text = entry.texts[column] ?? '';
      return text === '' || inRows.has(titleKey(text))
        ? []
        : [entryFinding(list, entry, column, code, text)];
    });
  };
  return [
    ...unusedOf(projects, 'project', 'UNUSED_PROJECT'),
    ...unusedOf(agencies, 'agencyId', 'UNUSED_AGENCY'),
  ];
}
