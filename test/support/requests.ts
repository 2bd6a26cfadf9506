import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { NativeConnection, Worker } from '@temporalio/worker';
import type { AppealPost, Payments, ReceiptBook } from '../../activities/ports.js';
import type { RequestPorts } from '../../activities/request.js';
import { createRequestActivities } from '../../activities/request.js';
import type { AppealStart } from '../../contracts/commands/appeal/messages.js';
import { requestBodies, partWords } from '../../contracts/commands/request/bodies.js';
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import type {
  RequestAnswer,
  RequestCommand,
  RequestStart,
  RequestView,
} from '../../contracts/commands/request/messages.js';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import { canonicalJson, uuidV5 } from '../../contracts/events/mint.js';
import type { RequestNoticeV1, RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import { requestSubject, requestTaskQueue } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { requestRules } from '../../contracts/lifecycles/request/rules.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { documentsFor } from '../../contracts/manuals/procedure.js';
import type { BillStatus } from '../../contracts/payment/bills.js';
import { billReferences } from '../../contracts/payment/references.js';
import { sampleManuals } from '../../infra/manuals/index.js';
import {
  actOnClosedRequest,
  actOnRequest,
  findRequest,
  startRequest,
  tellAnswer,
  tellPayment,
} from '../../infra/temporal/cases.js';
import type { WorkerSetup } from '../../infra/temporal/worker.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { stampDates, stampStart } from '../../workers/gateway/requests/stamp.js';
import { MemoryAgency, memoryLink } from './memory-agency.js';
import { testBundle } from './onboarding.js';
import { person } from './people.js';

/** The sample's manual of a service. */
export function manualOf(serviceId: string): Manual {
  const found = sampleManuals().find((manual) => manual.serviceId === serviceId);
  if (found === undefined) throw new Error(`the sample has no manual of ${serviceId}`);
  return found;
}

/** The manual of a plain request: the liquor licence without its fee. */
export function plainManual(): Manual {
  const { issues, ...manual } = manualOf('SVC0106');
  const { valid: _valid, ...lasting } = issues ?? { kind: 'licence', name: { th: '', en: '' } };
  return { ...manual, fees: [], issues: lasting };
}

/** A person who acts on requests of an agency. */
export function actorOf(role: Role, manual: Manual, name: string = role): Actor {
  const { agencyId, portal } = manual;
  const actor = person(role, name, agencyId);
  return role === 'portal' ? { ...actor, portal } : actor;
}

/** The world in memory: what was published, receipts given, and a treasury. */
export class RequestWorld {
  readonly published: { topic: string; event: MintedEvent }[] = [];
  readonly bills = new Map<string, BillStatus>();
  private readonly numbers = new Map<string, string>();
  readonly released: string[] = [];
  readonly appeals: AppealStart[] = [];
  /** Where appeals really begin; in memory only without it. */
  post: AppealPost | undefined;
  readonly agency = new MemoryAgency();
  isKafkaAway = false;
  isTreasuryAway = false;
  isArchiveAway = false;
  /** Closed requests by their id, as the archive keeps them. */
  readonly archived = new Map<string, string>();

  private readonly receipts: ReceiptBook = {
    give: ({ requestId, office, year }) => {
      const given = this.numbers.get(requestId);
      const next =
        [...this.numbers.values()].filter((one) => one.endsWith(`@${office}`)).length + 1;
      const number = given ?? `${next}/${year}@${office}`;
      this.numbers.set(requestId, number);
      return Promise.resolve(number.split('@')[0] ?? '');
    },
  };

  private readonly payments: Payments = {
    createBill: (order) => {
      if (this.isTreasuryAway) return Promise.reject(new Error('the treasury is away'));
      const { money, validUntil } = order;
      const { ref1, ref2 } = billReferences(order);
      const billId = `${ref1}.${ref2}`;
      const bill = { billId, billerId: '0'.repeat(15), ref1, ref2, money, validUntil };
      const status: BillStatus = { ...bill, state: 'BILLED', payments: [] };
      if (!this.bills.has(billId)) this.bills.set(billId, status);
      return Promise.resolve(bill);
    },
    query: (billId) => {
      if (this.isTreasuryAway) return Promise.reject(new Error('the treasury is away'));
      const found = this.bills.get(billId);
      return found === undefined
        ? Promise.reject(new Error(`there is no bill ${billId}`))
        : Promise.resolve(found);
    },
    voidBill: (billId) => {
      const found = this.bills.get(billId);
      if (found === undefined) return Promise.reject(new Error(`there is no bill ${billId}`));
      const isPaid = found.payments.length > 0;
      const voided: BillStatus = isPaid ? found : { ...found, state: 'VOIDED' };
      this.bills.set(billId, voided);
      return Promise.resolve(voided);
    },
  };

  readonly ports: RequestPorts = {
    publisher: {
      publish: (topic, events) => {
        if (this.isKafkaAway) return Promise.reject(new Error('Kafka is away'));
        this.published.push(...events.map((event) => ({ topic, event })));
        return Promise.resolve();
      },
    },
    receipts: this.receipts,
    payments: this.payments,
    appeals: {
      begin: async (start) => {
        this.appeals.push(start);
        await this.post?.begin(start);
      },
      tell: async (requestId, news) => {
        await this.post?.tell(requestId, news);
      },
    },
    agencyLink: memoryLink(this.agency),
    days: { changes: () => Promise.resolve([]) },
    archive: {
      // As JSON, which the real one keeps.
      keep: (carried) => {
        if (this.isArchiveAway) return Promise.reject(new Error('the archive is away'));
        this.archived.set(carried.request.requestId, JSON.stringify(carried));
        return Promise.resolve();
      },
      find: (requestId) => {
        const kept = this.archived.get(requestId);
        return Promise.resolve(
          kept === undefined ? undefined : (JSON.parse(kept) as CarriedRequest),
        );
      },
    },
    applications: {
      release: (requestId) => {
        this.released.push(requestId);
        return Promise.resolve();
      },
    },
  };

  /** Money comes in for a bill; the treasury knows it, nobody is told. */
  pay(billId: string, payment: Partial<BillStatus['payments'][number]> = {}): void {
    const bill = this.bills.get(billId);
    if (bill === undefined) throw new Error(`there is no bill ${billId}`);
    const { money, payments } = bill;
    const transactionId = `T${payments.length + 1}-${billId.slice(0, 8)}`;
    const usual = { transactionId, paidAt: new Date().toISOString(), money, isConfirmed: true };
    const paid = { ...usual, ...payment };
    const others = payments.filter((one) => one.transactionId !== paid.transactionId);
    const state = paid.isConfirmed ? 'PAID' : 'PAID_UNCONFIRMED';
    this.bills.set(billId, { ...bill, state, payments: [...others, paid] });
  }

  /** The events of a request on its status topic, in order, each once. */
  eventsOf(requestId: string): MintedEvent<RequestStatusV1>[] {
    return this.read(requestId, (topic) => topic.startsWith('request.status.'));
  }

  /** The copies that OPDC got, in order, each once. */
  noticesOf(requestId: string): MintedEvent<RequestNoticeV1>[] {
    return this.read(requestId, (topic) => topic === 'request.notice.v1');
  }

  private read<Data extends object>(requestId: string, isOf: (topic: string) => boolean) {
    const own = this.published
      .filter(({ topic, event }) => isOf(topic) && event.subject === requestSubject(requestId))
      .map(({ event }) => event as MintedEvent<Data>);
    return [...new Map(own.map((event) => [event.id, event])).values()];
  }
}

/** A worker of the real workflows over a world; not running yet. */
export async function requestWorker(
  world: RequestWorld,
  connection: NativeConnection,
  namespace: string,
  settings: Pick<WorkerSetup, 'useWorkerVersioning' | 'maxCachedWorkflows'> = {},
): Promise<Worker> {
  return createWorker({
    connection,
    namespace,
    activities: createRequestActivities(world.ports),
    deployment: { deploymentName: 'prasan-test', buildId: 'test' },
    taskQueue: requestTaskQueue,
    // The time-skipping server knows no Worker Versioning.
    ...{ useWorkerVersioning: false, maxCachedWorkflows: 100 },
    bundle: await testBundle(),
    ...settings,
  });
}

/** What a submission leaves out or says otherwise. */
export interface Filing {
  readonly manual: Manual;
  readonly name?: string;
  readonly filedAt: number;
  readonly without?: readonly string[];
  readonly delivery?: RequestStart['delivery'];
}

/** What the gateway would start a request with. Personal data is sealed elsewhere: here it is a word. */
export function filing({
  manual,
  name = 'somchai',
  filedAt,
  without = [],
  delivery,
}: Filing): RequestStart {
  const requestId = uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', `${manual.serviceId}/${name}`);
  const kind = manual.applicants[0] ?? 'citizen';
  const documents = documentsFor(manual, kind)
    .filter(({ from, documentId }) => from === 'applicant' && !without.includes(documentId))
    .map(({ documentId, mediaTypes }) => ({
      documentId,
      reference: `file-${documentId}-1`,
      sha256: createHash('sha256').update(documentId).digest('hex'),
      mediaType: mediaTypes[0] ?? 'application/pdf',
      bytes: 1_000,
    }));
  return {
    ...{ requestId, serviceId: manual.serviceId, agencyId: manual.agencyId },
    ...{ portal: manual.portal, manual, rules: requestRules },
    office: manual.offices[0]?.officeId ?? '',
    actor: actorOf('portal', manual),
    applicantKind: kind,
    ...{ applicant: 'sealed-applicant', agent: null, form: null },
    delivery: delivery ?? 'electronic',
    documents,
    ...{ filedAt, arrivedAt: filedAt, submissionHash: name },
  };
}

/** One request on a server, driven as the gateway drives it. */
export class TestRequest {
  readonly requestId: string;
  private acts = 0;
  private readonly client: Client;
  private readonly manual: Manual;
  /** Whether commands bring their dates along, as the gateway's do. */
  isStamping = true;
  /** The moment at which the gateway is. */
  readonly now: () => Promise<number>;

  constructor(client: Client, start: RequestStart, now: () => Promise<number>) {
    this.client = client;
    this.requestId = start.requestId;
    this.manual = start.manual;
    this.now = now;
  }

  /** Files a request. */
  static async file(
    client: Client,
    start: RequestStart,
    now: () => Promise<number>,
  ): Promise<TestRequest> {
    await startRequest(client, { ...start, ...stampStart(start) });
    return new TestRequest(client, start, now);
  }

  async view(): Promise<RequestView> {
    const view = await findRequest(this.client, this.requestId);
    if (view === undefined) throw new Error(`there is no request ${this.requestId}`);
    return view;
  }

  /** Acts as somebody in a role; the case's refusal when it refuses. */
  async act(
    ...acting: Parameters<TestRequest['commandOf']>
  ): Promise<RequestAnswer | { refusal: Refusal }> {
    const command = await this.commandOf(...acting);
    return orRefusal(() => actOnRequest(this.client, this.requestId, command));
  }

  /** The same on a request that has closed, from what was read of the archive. */
  async actOnClosed(
    archived: CarriedRequest,
    ...acting: Parameters<TestRequest['commandOf']>
  ): Promise<RequestAnswer | { refusal: Refusal }> {
    const command = await this.commandOf(...acting);
    return orRefusal(() => actOnClosedRequest(this.client, archived, command));
  }

  private async commandOf(
    role: Role | Actor,
    action: RequestAction,
    sent: object = {},
    change: Partial<RequestCommand> = {},
    seen?: RequestView,
  ): Promise<RequestCommand> {
    const actor = typeof role === 'string' ? actorOf(role, this.manual) : role;
    const { request, sequence } = seen ?? (await this.view());
    const parsed = requestBodies[action].parse(sent);
    const { body, words } = partWords(parsed);
    this.acts += 1;
    const command: RequestCommand = {
      ...{ action, actor, body, ifMatch: request.version },
      ...(words === undefined ? {} : { words: canonicalJson(words) }),
      at: await this.now(),
      key: `${this.requestId}/${this.acts}`,
      bodyHash: createHash('sha256').update(canonicalJson(sent)).digest('hex'),
      ...change,
    };
    const stamped = this.isStamping ? stampDates(request, sequence, command) : {};
    return { ...command, ...stamped };
  }

  /** Acts, and fails the test when it is refused. */
  async must(...act: Parameters<TestRequest['act']>): Promise<RequestAnswer> {
    const answer = await this.act(...act);
    if ('refusal' in answer) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
    return answer;
  }

  /** The agency's own system calls back. */
  callBack(answer: ArrivedAnswer): Promise<boolean> {
    return tellAnswer(this.client, this.requestId, answer);
  }

  tellPayment(): Promise<boolean> {
    return tellPayment(this.client, this.requestId);
  }
}

async function orRefusal(
  act: () => Promise<RequestAnswer>,
): Promise<RequestAnswer | { refusal: Refusal }> {
  try {
    return await act();
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

/** A moment in office hours that is over: Monday at ten, in Bangkok. */
export function lastMondayAtTen(): number {
  const day = 24 * 3_600_000;
  const bangkok = new Date(Date.now() + 7 * 3_600_000);
  const sinceMonday = (bangkok.getUTCDay() + 6) % 7;
  const monday =
    Math.floor((Date.now() + 7 * 3_600_000) / day) - (sinceMonday === 0 ? 7 : sinceMonday);
  return monday * day + 3 * 3_600_000;
}
