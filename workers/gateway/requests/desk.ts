import type { Client } from '@temporalio/client';
import type {
  AppealAnswer,
  AppealCommand,
  AppealView,
} from '../../../contracts/commands/appeal/messages.js';
import type { ArrivedAnswer } from '../../../contracts/agency-link/arrived.js';
import type { DayChange } from '../../../contracts/calendar/changes.js';
import type { Identity } from '../../../contracts/commands/request/applicant.js';
import type {
  RequestAnswer,
  RequestCommand,
  RequestStart,
  RequestView,
} from '../../../contracts/commands/request/messages.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { withDeadline } from '../../../infra/kafka/deadline.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { findReceiptNumber } from '../../../infra/postgres/receipts.js';
import type { CaseKeyRecord, KeyDecision } from '../../../infra/privacy/case-keys.js';
import { caseKeyRecord, destroyCaseKey, restrictCase } from '../../../infra/privacy/case-keys.js';
import type { KeyRing } from '../../../infra/privacy/key-ring.js';
import { bodyFingerprint, claim, personHash } from '../../../infra/privacy/open-applications.js';
import { createSealer } from '../../../infra/privacy/seal.js';
import type { Sealer } from '../../../infra/privacy/seal.js';
import { shareReads } from '../../../infra/shared-reads.js';
import { createDeclaredDays } from '../../../infra/temporal/calendar.js';
import {
  actOnAppeal,
  actOnRequest,
  findAppeal,
  findManuals,
  findRequest,
  startRequest,
  tellAnswer,
  tellPayment,
} from '../../../infra/temporal/cases.js';
import {
  actThere,
  beforeSending,
  outcomeUnknown,
  startDeadlineMs,
  whileSending,
} from '../engine.js';
import type { ClosedDesk } from './closed-desk.js';
import { createClosedDesk } from './closed-desk.js';
import { inVault } from './vault.js';

/**
 * Citizens' requests, as the gateway needs them. While the engine is away each fails with the problem
 * `engineAway` as long as nothing was sent, `outcomeUnknown` after; while the keys of cases cannot be
 * read, with `vaultAway`.
 */
export interface RequestDesk extends Omit<ClosedDesk, 'find'> {
  /** The case from its workflow, or from the archive once that is gone; `undefined`: there is none. */
  find(requestId: string): Promise<RequestView | undefined>;
  /** Acts; a refusal is a value, `undefined` means that no such case runs. */
  act(
    requestId: string,
    command: RequestCommand,
  ): Promise<RequestAnswer | { refusal: Refusal } | undefined>;
  /** Starts a case unless there is one under this id already, and gives the case. */
  start(start: RequestStart): Promise<RequestView>;
  /** An appeal from its workflow; `undefined` when there is none. */
  findAppeal(requestId: string, number: number): Promise<AppealView | undefined>;
  /** Acts on an appeal, as {@link RequestDesk.act} on a request. */
  actOnAppeal(
    of: { readonly requestId: string; readonly number: number },
    command: AppealCommand,
  ): Promise<AppealAnswer | { refusal: Refusal } | undefined>;
  /** Tells a case that a payment was told; false when none runs under this id. */
  tellPayment(requestId: string): Promise<boolean>;
  /** Hands on what the agency's own system has answered; false when none runs under this id. */
  tellAnswer(requestId: string, answer: ArrivedAnswer): Promise<boolean>;
  /** The published versions of a service's manual. */
  manuals(serviceId: string): Promise<readonly Manual[]>;
  /** What was declared and withdrawn on top of the calendar; `null` while it cannot be asked. */
  changes(atLeast?: number): Promise<readonly DayChange[] | null>;
  /** The receipt number, once it is given. */
  receiptNumber(requestId: string): Promise<string | undefined>;
  /** Keeps one open request of a person for a service; the id of another one that there is. */
  claim(serviceId: string, requestId: string, identity: Identity): Promise<string | undefined>;
  /** Lets go of a place that was claimed for a request which never came to be. */
  letGo(requestId: string): Promise<void>;
  /** The keyed hash of a body, by which a repeat under the same key is known. */
  bodyHash(body: unknown): string;
  seal: Sealer['seal'];
  open: Sealer['open'];
  /** What is on record of a case's key; `undefined` when it never had one. */
  keyRecord(requestId: string): Promise<CaseKeyRecord | undefined>;
  /** Restricts a case's personal data; false when it was done before. */
  restrict(decision: KeyDecision): Promise<boolean>;
  /** Destroys a case's key; false when it was done before. */
  destroyKey(decision: KeyDecision): Promise<boolean>;
}

/** What the desk works with. */
export interface DeskParts {
  readonly client: Client;
  readonly pool: Pool;
  readonly masterKeys: KeyRing;
  readonly personSecret: string;
}

/** Nobody waits longer for the calendar's changes: a case can ask for them itself. */
const changesMs = 1_000;

/** The desk over Temporal and PostgreSQL. */
export function createRequestDesk({
  client,
  pool,
  masterKeys,
  personSecret,
}: DeskParts): RequestDesk {
  const find = shareReads((requestId) => findRequest(client, requestId));
  // However many file at once, a manual answers one question at a time.
  const manuals = shareReads((serviceId) => findManuals(client, serviceId));
  const { find: findArchived, ...closed } = createClosedDesk(client, pool);
  const sealer = createSealer(pool, masterKeys);
  const days = createDeclaredDays(client);
  return {
    changes: (atLeast) => withDeadline(days.changes(atLeast), changesMs).catch(() => null),
    ...closed,
    find: async (requestId) =>
      (await beforeSending(() => find(requestId))) ?? (await findArchived(requestId)),
    bodyHash: (body) => bodyFingerprint(body, personSecret),
    act: (requestId, command) =>
      actThere(client, command, () => actOnRequest(client, requestId, command)),
    start: (start) =>
      whileSending(async () => {
        await client.withDeadline(Date.now() + startDeadlineMs, () => startRequest(client, start));
        const view = await find(start.requestId);
        if (view === undefined) throw outcomeUnknown();
        return view;
      }),
    findAppeal: (requestId, number) => beforeSending(() => findAppeal(client, requestId, number)),
    actOnAppeal: (of, command) => actThere(client, command, () => actOnAppeal(client, of, command)),
    tellPayment: (requestId) => whileSending(() => tellPayment(client, requestId)),
    tellAnswer: (requestId, answer) => whileSending(() => tellAnswer(client, requestId, answer)),
    manuals: (serviceId) => beforeSending(() => manuals(serviceId)),
    receiptNumber: (requestId) => findReceiptNumber(pool, requestId).catch(() => undefined),
    claim: (serviceId, requestId, identity) =>
      inVault(async () => {
        const hash = personHash(identity, personSecret);
        const claimed = await claim(pool, { serviceId, requestId, personHash: hash });
        return claimed === 'claimed' ? undefined : claimed.heldBy;
      }),
    letGo: (requestId) =>
      inVault(async () => {
        // A minute old at least: who is at it just now keeps it.
        await pool.query(
          `update prasan.open_application set closed_at = now()
           where request_id = $1 and closed_at is null and opened_at < now() - interval '1 minute'`,
          [requestId],
        );
      }),
    seal: (...asked) => inVault(() => sealer.seal(...asked)),
    open: (...asked) => inVault(() => sealer.open(...asked)),
    keyRecord: (requestId) => inVault(() => caseKeyRecord(pool, requestId)),
    restrict: (decision) => inVault(() => restrictCase(pool, decision)),
    destroyKey: (decision) => inVault(() => destroyCaseKey(pool, decision)),
  };
}
