import type {
  Consultation,
  RequestCase,
  Sealed,
  SealedWords,
} from '../../../contracts/lifecycles/request/case.js';
import { AccessRestricted } from '../../../infra/privacy/seal.js';
import { KeyDestroyed, NoCaseKey } from '../../../infra/privacy/case-keys.js';
import type { Logger } from '../../../infra/logger.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Label } from '../../../contracts/lifecycles/service/states.js';
import type { Personal } from './answers.js';
import type { RequestDesk } from './desk.js';
import { mayReadPersonal, openedConsultations } from './reading.js';

/**
 * Personal data and words of a request, opened for who may read them: all of it for those who work the
 * case, to an agency that is consulted the words of its own consultations; `null` for others, and once
 * they are restricted or the person was forgotten. Each reading is logged, without what was read.
 */
export async function openPersonal(
  desk: RequestDesk,
  request: RequestCase,
  actor: Actor,
  logger: Logger,
): Promise<Personal> {
  try {
    if (mayReadPersonal(actor, request)) return await openAll(desk, request, actor, logger);
    const own = openedConsultations(actor, request);
    return own.length === 0 ? null : await openAsked(desk, request, { actor, own, logger });
  } catch (error) {
    if (isClosed(error)) return null;
    throw error;
  }
}

async function openAll(
  desk: RequestDesk,
  request: RequestCase,
  actor: Actor,
  logger: Logger,
): Promise<Personal> {
  const { requestId } = request;
  const open = async (label: string, sealed: Sealed | null) =>
    sealed === null ? null : { ...(await desk.open(requestId, label, sealed)) };
  const personal = {
    applicant: await open('applicant', request.applicant),
    agent: await open('agent', request.agent?.sealed ?? null),
    form: await open('form', request.form),
    words: await openWords(desk, request, request.words),
  };
  logger.info({ requestId, actorId: actor.id, roles: actor.roles }, 'personal data were read');
  return personal;
}

interface Asked {
  readonly actor: Actor;
  readonly own: readonly Consultation[];
  readonly logger: Logger;
}

/** What an agency was asked, and what it has answered. */
async function openAsked(
  desk: RequestDesk,
  request: RequestCase,
  { actor, own, logger }: Asked,
): Promise<Personal> {
  const { requestId } = request;
  const sequences = own.flatMap(({ asked, answered }) => [asked, answered]);
  const words = await openWords(
    desk,
    request,
    request.words.filter(({ sequence }) => sequences.includes(sequence)),
  );
  const unopened = own
    .filter(({ asked }) => asked === undefined)
    .map(({ number: consultation }) => ({ consultation, why: notSingly }));
  if (words.length > 0) {
    const consultations = own.map(({ number }) => number);
    const reader = { actorId: actor.id, roles: actor.roles };
    logger.info({ requestId, ...reader, consultations }, 'personal data were read');
  }
  return {
    ...{ applicant: null, agent: null, form: null, words },
    ...(unopened.length === 0 ? {} : { unopened }),
  };
}

/** The case does not say which of its words they are: opening them would open what others were told. */
const notSingly: Label = {
  th: 'ข้อหารือนี้บันทึกไว้ก่อนที่ระบบจะเปิดข้อความทีละเรื่องได้ โปรดขอข้อความจากหน่วยงานเจ้าของเรื่อง',
  en: 'this consultation is from before its words could be opened singly; ask the agency of the request for them',
};

function openWords(
  desk: RequestDesk,
  { requestId }: RequestCase,
  words: readonly SealedWords[],
): Promise<{ sequence: number; words: object }[]> {
  const opening = words.map(async ({ sequence, sealed }) => ({
    sequence,
    words: { ...(await desk.open(requestId, 'words', sealed)) },
  }));
  return Promise.all(opening);
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
