import type { RequestCase, Sealed } from '../../../contracts/lifecycles/request/case.js';
import { AccessRestricted } from '../../../infra/privacy/seal.js';
import { KeyDestroyed, NoCaseKey } from '../../../infra/privacy/case-keys.js';
import type { Logger } from '../../../infra/logger.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Personal } from './answers.js';
import type { RequestDesk } from './desk.js';
import { mayReadPersonal } from './reading.js';

/**
 * Personal data and words of a request, opened for who may read them; `null` for others, and once
 * they are restricted or the person was forgotten. Each reading is logged, without what was read.
 */
export async function openPersonal(
  desk: RequestDesk,
  request: RequestCase,
  actor: Actor,
  logger: Logger,
): Promise<Personal> {
  if (!mayReadPersonal(actor, request)) return null;
  const { requestId } = request;
  const open = async (label: string, sealed: Sealed | null) =>
    sealed === null ? null : { ...(await desk.open(requestId, label, sealed)) };
  try {
    const personal = {
      applicant: await open('applicant', request.applicant),
      agent: await open('agent', request.agent?.sealed ?? null),
      form: await open('form', request.form),
      words: await Promise.all(
        request.words.map(async ({ sequence, sealed }) => ({
          sequence,
          words: await open('words', sealed),
        })),
      ),
    };
    logger.info({ requestId, actorId: actor.id, roles: actor.roles }, 'personal data were read');
    return personal;
  } catch (error) {
    if (isClosed(error)) return null;
    throw error;
  }
}

/**
 * Who a request is of, for a duty of the agency that needs it and shows nothing of it; `undefined` when
 * it can be opened no more.
 */
export async function openForDuty(
  desk: RequestDesk,
  { requestId, applicant, agent, form }: RequestCase,
): Promise<{ readonly people: object[]; readonly form: object | null } | undefined> {
  const open = (label: string, sealed: Sealed) => desk.open(requestId, label, sealed, 'duty');
  try {
    const people = [await open('applicant', applicant)];
    if (agent !== null) people.push(await open('agent', agent.sealed));
    return { people, form: form === null ? null : await open('form', form) };
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw error;
  }
}

/** Restricted, or the person was forgotten. */
export function isClosed(error: unknown): boolean {
  return [AccessRestricted, KeyDestroyed, NoCaseKey].some((kind) => error instanceof kind);
}
