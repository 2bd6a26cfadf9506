import type {
  RegisterFacts,
  RegisterWrite,
  Restatement,
} from '../../contracts/commands/service/register.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { RegisterBasis } from '../../contracts/lifecycles/service/case.js';
import { registerCallOf } from '../../contracts/lifecycles/service/register.js';
import { reasonOf, statusChanges } from './compare.js';
import type { KnownService, RowWork } from './known.js';
import type { MappedRow, ToldStatus } from './map.js';
import type { RegisterEdition } from './read.js';

/** It comes back under its id after its import was undone. */
export function backAgain(known: KnownService, start: ServiceStart): RowWork {
  const { agencyId, ministryId, name, origin } = start;
  if (origin.kind !== 'register') return { kind: 'start', start };
  const { state, exclusion = null, basis: register } = origin;
  return {
    kind: 'write',
    serviceId: known.serviceId,
    former: factsOf(known),
    next: { kind: 'restate', agencyId, ministryId, name, state, exclusion, register },
    back: { kind: 'registerInError' },
  };
}

/** What a write finds, when nothing has moved. */
export function factsOf({
  agencyId,
  name,
  state,
  exclusion,
}: Pick<KnownService, 'agencyId' | 'name' | 'state' | 'exclusion'>): RegisterFacts {
  const { kind, reasonCode } = exclusion ?? {};
  return {
    ...{ agencyId, name, state },
    exclusion: kind === undefined || reasonCode === undefined ? null : { kind, reasonCode },
  };
}

/** What the file does not have stays as it is. */
export function writeOf(
  edition: Pick<RegisterEdition, 'asOf' | 'sha256'>,
  { row, told }: MappedRow,
  known: KnownService,
): RowWork {
  const { status } = told;
  const standing = standingAfter(status, known);
  const next: Restatement = {
    kind: 'restate',
    agencyId: told.agencyId ?? known.agencyId,
    ministryId: told.ministryId ?? known.ministryId,
    name: { ...known.name, ...(told.name === undefined ? {} : { th: told.name }) },
    ...standing,
    register: basisOf(edition, { row, told }, known),
  };
  const { serviceId } = known;
  return { kind: 'write', serviceId, former: factsOf(known), next, back: asItStands(known) };
}

/** Where the row stands, for the case to keep. */
export function basisOf(
  { asOf, sha256 }: Pick<RegisterEdition, 'asOf' | 'sha256'>,
  { row, told: { status } }: Pick<MappedRow, 'row' | 'told'>,
  known: KnownService,
): RegisterBasis {
  return {
    ...{ edition: sha256, asOf, row },
    statusId: status?.statusId ?? known.register?.statusId ?? '',
    ...reasonIn(status, known),
  };
}

function asItStands({
  agencyId,
  ministryId,
  name,
  state,
  exclusion,
  register,
}: KnownService): RegisterWrite['next'] {
  if (register === null) return { kind: 'registerInError' };
  return { kind: 'restate', agencyId, ministryId, name, state, exclusion, register };
}

/** Where it is called the same, it stays in its own state. */
function standingAfter(
  status: ToldStatus | undefined,
  known: KnownService,
): Pick<Restatement, 'state' | 'exclusion'> {
  const { state, exclusion } = known;
  const call = registerCallOf(known);
  if (status === undefined || call === null) return { state, exclusion };
  if (statusChanges(status, call).length === 0) return { state, exclusion };
  return { state: status.state, exclusion: status.exclusion ?? null };
}

function reasonIn(
  status: ToldStatus | undefined,
  { register }: KnownService,
): { reasonId?: string } {
  const told = status?.hasReasons === true ? reasonOf(status) : (register?.reasonId ?? null);
  return told === null ? {} : { reasonId: told };
}
