import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { ArrivedAnswer } from '../contracts/agency-link/arrived.js';
import { partAnswer } from '../contracts/agency-link/arrived.js';
import type { AgencyDispatch, AgencyNotice } from '../contracts/agency-link/messages.js';
import type { AgencyRefusal } from '../contracts/agency-link/statuses.js';
import { agencyCallbackPath } from '../contracts/agency-link/statuses.js';
import type { RegimeId } from '../contracts/calendar/regimes.js';
import { regimes } from '../contracts/calendar/regimes.js';
import type { Applicant } from '../contracts/commands/request/applicant.js';
import type { PlainNotice } from '../contracts/lifecycles/request/agency-notices.js';
import type { FiledDocument, Sealed } from '../contracts/lifecycles/request/case.js';
import type { DispatchRefusal } from '../contracts/lifecycles/request/dispatch.js';
import { bangkokInstant } from '../contracts/lifecycles/request/facts.js';
import type { ApplicantKind } from '../contracts/manuals/manual.js';
import type { AgencySystem, PersonalVault } from './ports.js';
import { whileAlive } from './publish.js';

/** What the activities between us and the agencies' systems need of the world. */
export interface DispatchPorts {
  readonly agencies: AgencySystem;
  readonly personal: PersonalVault;
  /** Base URL of our gateway, to which answers are sent. */
  readonly gatewayUrl: string;
}

/** A submission that is to be handed over, with what is sealed of it unopened. */
export interface DispatchOrder {
  readonly agencyId: string;
  readonly requestId: string;
  readonly submission: number;
  readonly serviceId: string;
  readonly manualVersion: number;
  readonly receiptNumber: string;
  /** Milliseconds since the epoch. */
  readonly filedAt: number;
  /** Instant with offset. */
  readonly receivedAt: string;
  readonly applicantKind: ApplicantKind;
  readonly applicant: Sealed;
  readonly form: Sealed | null;
  readonly documents: readonly FiledDocument[];
  /** Words of the case, among them what the applicant wrote when correcting. */
  readonly words: readonly Sealed[];
}

/** What came of handing over. */
export type HandedOver =
  { readonly agencyReference: string } | { readonly refusal: DispatchRefusal };

/** What an agency's system says when it is asked. */
export interface AskedAgency {
  /** `null` when there is none yet. */
  readonly answer: ArrivedAnswer | null;
  readonly refusal: AgencyRefusal | null;
}

const firstAgainMs = 5_000;
const againMaxMs = 900_000;

/**
 * How long to wait before a call is made again: twice as long each time, up to a quarter of an hour,
 * and no sooner than the other side, or its circuit, lets us. Spread, so that not all of a backlog
 * come back in the same moment.
 *
 * @param random between 0 and 1
 */
export function againAfterMs(attempt: number, retryAfterMs: number, random: number): number {
  const backOffMs = Math.min(firstAgainMs * 2 ** Math.min(attempt - 1, 20), againMaxMs);
  return Math.round(Math.max(backOffMs, retryAfterMs) * (1 + random / 4));
}

/** The activities between us and the agencies' own systems (docs/agency-link.md). */
export function dispatching({ agencies, personal, gatewayUrl }: DispatchPorts) {
  return {
    /** Hands a submission over; personal data are opened here alone. A repeat is the same one. */
    async dispatchRequest(order: DispatchOrder): Promise<HandedOver> {
      const dispatch = await openedDispatch(order, personal, gatewayUrl);
      if (dispatch === undefined) return { refusal: 'dataUnavailable' };
      const called = await call((signal) => agencies.submit(order.agencyId, dispatch, signal));
      return 'refusal' in called ? called : { agencyReference: called.result.agencyReference };
    },

    /** Asks for the latest answer, and seals its words. */
    async askAgency(asked: {
      readonly agencyId: string;
      readonly requestId: string;
    }): Promise<AskedAgency> {
      const { agencyId, requestId } = asked;
      const called = await call((signal) => agencies.poll(agencyId, requestId, signal));
      if ('refusal' in called) return { answer: null, refusal: called.refusal };
      if (called.result === undefined) return { answer: null, refusal: null };
      const { plain, words } = partAnswer(called.result, Date.now());
      const sealed =
        words === undefined
          ? undefined
          : await whereKept(() => personal.seal(requestId, 'words', words));
      return { answer: { ...plain, words: sealed ?? null }, refusal: null };
    },

    /** Tells the agency what it has to know; a refusal is final, and says that it knows better. */
    async tellAgencySystem(told: {
      readonly agencyId: string;
      readonly regime: RegimeId;
      readonly notice: PlainNotice;
    }): Promise<{ readonly refusal: AgencyRefusal | null }> {
      const { agencyId, regime, notice } = told;
      const whole: AgencyNotice =
        notice.kind === 'deemedApproved' ? { ...notice, section: regimes[regime].section } : notice;
      const called = await call((signal) => agencies.tell(agencyId, whole, signal));
      return { refusal: 'refusal' in called ? called.refusal : null };
    },
  };
}

async function openedDispatch(
  order: DispatchOrder,
  personal: PersonalVault,
  gatewayUrl: string,
): Promise<AgencyDispatch | undefined> {
  const { requestId } = order;
  const opened = await whereKept(async () => ({
    applicant: (await personal.open(requestId, 'applicant', order.applicant)) as Applicant,
    form: order.form === null ? {} : { ...(await personal.open(requestId, 'form', order.form)) },
    words: await Promise.all(order.words.map((one) => personal.open(requestId, 'words', one))),
  }));
  if (opened === undefined) return undefined;
  const { submission, serviceId, manualVersion, receiptNumber, receivedAt, applicantKind } = order;
  const remarks = opened.words.flatMap((words) => remarksIn(words));
  return {
    ...{
      requestId,
      submission,
      serviceId,
      manualVersion,
      receiptNumber,
      receivedAt,
      applicantKind,
    },
    filedAt: bangkokInstant(order.filedAt),
    applicant: dispatchedApplicant(opened.applicant),
    form: opened.form,
    documents: order.documents.map(({ documentId, sha256, mediaType, bytes, reference }) => ({
      ...{ documentId, sha256, mediaType, bytes, reference },
    })),
    ...(remarks.length === 0 ? {} : { remarks }),
    callbackUrl: `${gatewayUrl.replace(/\/+$/, '')}${agencyCallbackPath(requestId)}`,
  };
}

function dispatchedApplicant({
  identity,
  name,
  contact,
  address,
}: Applicant): AgencyDispatch['applicant'] {
  const { email, phone } = contact;
  return {
    identityNumber: identity.number,
    name: name.th,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(address === undefined ? {} : { address: addressLine(address) }),
  };
}

function addressLine(address: NonNullable<Applicant['address']>): string {
  const { line, subdistrict, district, province, postcode } = address;
  return [line, subdistrict, district, province, postcode].join(' ');
}

/** What an applicant wrote when answering a deficiency list: other words have another shape. */
function remarksIn(words: object): string[] {
  const answers: unknown = 'answers' in words ? words.answers : [];
  if (!Array.isArray(answers)) return [];
  return answers.flatMap((answer: unknown) =>
    typeof answer === 'object' && answer !== null && 'text' in answer ? [String(answer.text)] : [],
  );
}

/** Once a person is forgotten nothing opens any more, and nothing is sealed: that is final. */
async function whereKept<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (['KeyDestroyed', 'NoCaseKey', 'CannotDecrypt'].includes(nameOf(error))) return undefined;
    throw error;
  }
}

/** Calls an agency: a refusal is an answer, and who is away is called again, for days. */
async function call<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<{ readonly result: Result } | { readonly refusal: AgencyRefusal }> {
  try {
    return { result: await whileAlive(() => work(cancellationSignal())) };
  } catch (error) {
    if (isRefused(error)) return { refusal: error.reason };
    if (!isAway(error)) throw error;
    const { message, retryAfterMs = 0 } = error;
    const nextRetryDelay = againAfterMs(activityInfo().attempt, retryAfterMs, Math.random());
    // Expected, for days: no fault of ours that anybody would look for.
    const category = ApplicationFailureCategory.BENIGN;
    throw ApplicationFailure.create({ type: error.name, message, nextRetryDelay, category });
  }
}

function isRefused(error: unknown): error is Error & { readonly reason: AgencyRefusal } {
  return nameOf(error) === 'AgencyRefused';
}

function isAway(error: unknown): error is Error & { readonly retryAfterMs?: number } {
  return nameOf(error) === 'AgencyAway';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
