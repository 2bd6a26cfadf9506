import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import { appealSubject, requestSubject } from '../../contracts/ids.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../infra/temporal/cases.js';
import { judgment } from '../support/request-cases.js';
import {
  actorOf,
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../support/requests.js';
import { timeSkippingTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

/** Saves every run of a case under a name. */
type Save = (
  client: TestWorkflowEnvironment['client'],
  name: string,
  workflowId: string,
) => Promise<void>;

const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
const reason = 'ตามที่ได้ตรวจสอบแล้ว';

/** The lives of requests that are recorded, on one time-skipping server. */
class RecordedRequests {
  private readonly world = new RequestWorld();
  private readonly server: TestWorkflowEnvironment;
  private readonly save: Save;

  constructor(server: TestWorkflowEnvironment, save: Save) {
    this.server = server;
    this.save = save;
    this.world.post = createAppealPost(server.client);
  }

  async run(): Promise<void> {
    const { nativeConnection, namespace } = this.server;
    const worker = await requestWorker(this.world, nativeConnection, namespace ?? 'default');
    const running = worker.run();
    await this.plain();
    await this.appealed();
    await this.appealedToBody();
    await this.unpaid();
    await this.overdue();
    await this.reopened();
    await this.withdrawn('request-kept');
    this.world.isArchiveAway = true;
    await this.withdrawn('request-kept-late');
    worker.shutdown();
    await running;
  }

  private async file(name: string, serviceId = 'SVC0106'): Promise<TestRequest> {
    const now = () => this.server.currentTimeMs();
    const start = filing({ manual: manualOf(serviceId), name, filedAt: await now() });
    const request = await TestRequest.file(this.server.client, start, now);
    await until(async () => (await request.view()).sequence > 0);
    return request;
  }

  /** Continues as new, on whatever it waits. */
  private async handOver({ requestId }: TestRequest): Promise<void> {
    const handle = this.server.client.workflow.getHandle(requestSubject(requestId));
    const { runId } = await handle.describe();
    await handle.signal(refreshSignal);
    await until(async () => (await handle.describe()).runId !== runId);
  }

  private async ends(name: string, request: TestRequest, isSo: (state: string) => boolean) {
    await until(async () => {
      const { request: now, unpublished, errands } = await request.view();
      return isSo(now.state) && unpublished === 0 && errands.length === 0;
    });
    await this.save(this.server.client, name, requestSubject(request.requestId));
  }

  private async pays(request: TestRequest, isConfirmed: boolean): Promise<void> {
    await until(
      async () => typeof (await request.view()).request.bills.at(-1)?.billId === 'string',
    );
    const bill = (await request.view()).request.bills.at(-1);
    const paidAt = new Date(await this.server.currentTimeMs()).toISOString();
    this.world.pay(bill?.billId ?? '', { transactionId: 'T-1', isConfirmed, paidAt });
    await request.tellPayment();
  }

  /** Asked once, corrected, inspected, repaired, consulted, approved, paid, issued; handed over twice. */
  private async plain(): Promise<void> {
    const request = await this.file('plain');
    const items = ['plan', 'deed'].map((itemId) => ({ itemId, what: 'ขาดเอกสาร' }));
    await request.must('competentOfficial', 'recordDeficiency', { items, statement });
    await request.act('licensor', 'approve', {});
    const answers = items.map(({ itemId }) => ({ itemId, text: 'ส่งใหม่แล้ว' }));
    await request.must('portal', 'correct', { answers });
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('competentOfficial', 'orderInspection', { on: '2026-12-01' });
    await request.must('competentOfficial', 'recordInspection', {
      ...{ inspection: 1, result: 'remedyNeeded', findings: 'ต้องปรับปรุง' },
    });
    await this.handOver(request);
    await request.must('portal', 'reportRemedy', { inspection: 1, text: 'ปรับปรุงแล้ว' });
    await request.must('competentOfficial', 'consult', {
      agencyId: 'AGY500',
      question: 'ขอความเห็น',
    });
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await this.pays(request, false);
    await until(async () => (await request.view()).request.state === 'paymentUnconfirmed');
    await this.handOver(request);
    await this.pays(request, true);
    await until(async () => (await request.view()).request.state === 'issuing');
    await request.must('competentOfficial', 'issue', {
      number: '1/2570',
      effectiveOn: '2026-12-01',
      expiresOn: '2027-11-30',
    });
    await this.ends('request-plain', request, (state) => state === 'completed');
  }

  /** Refused, appealed, sent up by the clock, set aside, approved. */
  private async appealed(): Promise<void> {
    const request = await this.file('appealed');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await request.must('portal', 'appeal', { reason, stay: true });
    const { client } = this.server;
    const { requestId } = request;
    const of = { requestId, number: 1 };
    const appeal = () => findAppeal(client, requestId, 1).catch(() => undefined);
    await until(async () => (await appeal()) !== undefined);
    await this.server.sleep('36 days');
    const minister = { ...actorOf('appealAuthority', manualOf('SVC0106'), 'minister') };
    const found = await appeal();
    await actOnAppeal(client, of, {
      ...{ action: 'decideAppeal', actor: { ...minister, agencies: ['AGY009'] } },
      body: { outcome: 'setAside', statement: {} },
      ...{ words: 'sealed', at: await this.server.currentTimeMs(), key: 'k1', bodyHash: 'h' },
      ifMatch: found?.appeal.version ?? 0,
    });
    await until(async () => (await request.view()).request.state === 'consideration');
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await this.ends('request-appealed', request, (state) => state === 'awaitingPayment');
    await this.save(client, 'appeal', appealSubject(requestId, 1));
  }

  /** Refused, and appealed to the body of a special law; handed over while that is reminded. */
  private async appealedToBody(): Promise<void> {
    const request = await this.file('appealed-to-body', 'SVC2262');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await request.must('portal', 'appeal', { reason });
    const { client } = this.server;
    const { requestId } = request;
    const appeal = () => findAppeal(client, requestId, 1).catch(() => undefined);
    await until(async () => (await appeal()) !== undefined);
    await this.server.sleep('36 days');
    const handle = client.workflow.getHandle(appealSubject(requestId, 1));
    const { runId } = await handle.describe();
    await handle.signal(refreshSignal);
    await until(async () => (await handle.describe()).runId !== runId);
    await this.server.sleep('30 days');
    const { agencyId } = manualOf('SVC2262');
    await actOnAppeal(
      client,
      { requestId, number: 1 },
      {
        ...{ action: 'decideAppeal', body: { outcome: 'upheld', statement: {} } },
        actor: { id: 'person-committee', roles: ['appealAuthority'], agencies: [agencyId] },
        ...{ words: 'sealed', at: await this.server.currentTimeMs(), key: 'k1', bodyHash: 'h' },
        ifMatch: (await appeal())?.appeal.version ?? 0,
      },
    );
    await until(async () => (await handle.describe()).status.name === 'COMPLETED');
    await this.save(client, 'appeal-special-law', appealSubject(requestId, 1));
  }

  /** Approved, billed twice, and never paid. */
  private async unpaid(): Promise<void> {
    const request = await this.file('unpaid');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await until(
      async () => typeof (await request.view()).request.bills.at(-1)?.billId === 'string',
    );
    await this.server.sleep('60 days');
    await this.ends('request-unpaid', request, (state) => state === 'lapsedUnpaid');
  }

  /** Refused and closed; opened by a judgment, issued, and closed again. */
  private async reopened(): Promise<void> {
    const request = await this.file('reopened');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await this.server.sleep('30 days');
    await this.closes('request-closed', request);
    const kept: unknown = JSON.parse(this.world.archived.get(request.requestId) ?? '');
    const on = bangkokDate(await this.server.currentTimeMs());
    const acting = ['licensor', 'reopen', judgment(on)] as const;
    await request.actOnClosed(kept as CarriedRequest, ...acting);
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await this.server.sleep('30 days');
    await this.closes('request-reopened', request);
  }

  /** Withdrawn, and kept with its last event; or by itself, where the archive was away. */
  private async withdrawn(name: string): Promise<void> {
    const request = await this.file(name);
    await request.must('portal', 'withdraw', {});
    if (this.world.isArchiveAway) {
      await until(async () => (await request.view()).errands.includes('archive'));
      this.world.isArchiveAway = false;
    }
    await this.closes(name, request);
  }

  /** Each run that closes is the last of its own chain. */
  private async closes(name: string, request: TestRequest): Promise<void> {
    const handle = this.server.client.workflow.getHandle(requestSubject(request.requestId));
    await until(async () => (await handle.describe()).status.name === 'COMPLETED');
    await this.save(this.server.client, name, requestSubject(request.requestId));
  }

  /** Silence after the time was up, one letter sent and the others missed. */
  private async overdue(): Promise<void> {
    const request = await this.file('overdue');
    await request.must('competentOfficial', 'confirmComplete');
    await this.server.sleep('35 days');
    const letter = { reasonCode: 'workload', reason: 'งานมาก' };
    await request.must('competentOfficial', 'sendDelayNotice', letter);
    await this.server.sleep('20 days');
    await request.must('licensor', 'refuse', { statement });
    await this.server.sleep('10 days');
    await this.ends('request-overdue', request, (state) => state === 'refused');
  }
}

/** Records lives of requests: plain, refused and appealed, unpaid, overdue, opened again, withdrawn. */
export async function recordRequests(save: Save): Promise<void> {
  const server = await timeSkippingTemporal();
  await new RecordedRequests(server, save).run();
  await server.teardown();
}
