import type { RegisterWrite, Restatement } from '../../contracts/commands/service/register.js';
import { registerFactsOf } from '../../contracts/commands/service/register.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { isSameJson } from '../../contracts/same-json.js';
import { isStageClock, reporting } from './states.js';

/**
 * Why an edition does not write a case: somebody has acted on it here, or it has moved since the write
 * was planned. The register does not overrule evidence. A listing tells where the row stands and nothing
 * else, so only whether the row is still the case's matters to it.
 *
 * @param isTouched whether a person's command was ever taken
 */
export function checkWrite(
  service: ServiceCase,
  { former, next }: RegisterWrite,
  isTouched: boolean,
): Refusal | undefined {
  if (next.kind === 'list') {
    if (service.registerId !== next.registerId) return refuse('notLinked');
  } else if (isTouched || service.basis === 'decision') {
    return refuse('touchedHere');
  }
  return isSameJson(registerFactsOf(service), former) ? undefined : refuse('movedSince');
}

/** What a write makes of a case. Pure; it stays the register's word. */
export function written(
  service: ServiceCase,
  { key, next }: RegisterWrite,
  { at, sequence }: { readonly at: number; readonly sequence: number },
): ServiceCase {
  const registerWrite = { key, sequence };
  if (next.kind === 'registerInError') {
    const enteredFrom = [...service.enteredFrom, service.state];
    return { ...moved(service, 'registeredInError', at), enteredFrom, registerWrite };
  }
  if (next.kind === 'list') return { ...service, register: next.register, registerWrite };
  return { ...restated(service, next, at), registerWrite };
}

function restated(service: ServiceCase, next: Restatement, at: number): ServiceCase {
  const { agencyId, ministryId, name, state, register } = next;
  const same = state === service.state ? service : moved(service, state, at);
  return { ...same, agencyId, ministryId, name, register, exclusion: exclusionOf(service, next) };
}

/** A re-review that is due stays due, unless the exclusion is another one. */
function exclusionOf(
  { exclusion: former }: ServiceCase,
  { exclusion: next }: Restatement,
): ServiceCase['exclusion'] {
  if (next === null) return null;
  const isSame = former?.kind === next.kind && former.reasonCode === next.reasonCode;
  return isSame ? former : { ...next, due: false };
}

function moved(service: ServiceCase, state: ServiceCase['state'], at: number): ServiceCase {
  return {
    ...service,
    ...{ state, since: at, enteredFrom: [], overdue: false },
    fired: service.fired.filter((key) => !isStageClock(key)),
    ...reporting(service, state, at),
  };
}
