import { expect } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import { emptyChain } from '../../contracts/events/mint.js';
import { requestSubject } from '../../contracts/ids.js';
import { judge } from '../../contracts/kafka/reader.js';
import { replayHistories } from '../../infra/temporal/worker.js';
import { testBundle } from './onboarding.js';
import { filing, plainManual, RequestWorld, TestRequest } from './requests.js';
import { until } from './until.js';

export const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };

/** A clerical error is mended. */
export function mending(value: string) {
  return { corrects: 1, field: 'issued.number', value, reason: 'พิมพ์ผิด' };
}

/** Requests on a server that close and are opened again, with what is true of each closing. */
export class ClosedRequests {
  readonly world = new RequestWorld();
  private readonly client: Client;
  private readonly now: () => Promise<number>;
  private readonly runs = new Map<string, string>();

  constructor(client: Client, now: () => Promise<number>) {
    this.client = client;
    this.now = now;
  }

  async today(): Promise<string> {
    return bangkokDate(await this.now());
  }

  /** Filed to a manual without fees; it has its receipt number. */
  async file(name: string): Promise<TestRequest> {
    const start = filing({ manual: plainManual(), name, filedAt: await this.now() });
    const request = await TestRequest.file(this.client, start, this.now);
    await until(async () => (await request.view()).request.receipt.number !== null, 10_000);
    return request;
  }

  async refused(name: string): Promise<TestRequest> {
    const request = await this.file(name);
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    return request;
  }

  /** Issued without end: nothing is left open. */
  async completed(name: string): Promise<TestRequest> {
    const request = await this.file(name);
    await request.must('competentOfficial', 'confirmComplete');
    await this.issue(request, '1/2570');
    return request;
  }

  async issue(request: TestRequest, number: string): Promise<void> {
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    const effectiveOn = await this.today();
    await request.must('competentOfficial', 'issue', { number, effectiveOn });
  }

  async statusOf(request: TestRequest): Promise<string> {
    return (await this.handleOf(request).describe()).status.name;
  }

  kindsOf({ requestId }: TestRequest): string[] {
    return this.world.eventsOf(requestId).map(({ data }) => data.kind);
  }

  /** It has closed: the archive has it as its last run answers, and its events are whole. */
  async closes(request: TestRequest): Promise<CarriedRequest> {
    await until(async () => (await this.statusOf(request)) === 'COMPLETED', 20_000);
    const { runId, workflowId } = await this.handleOf(request).describe();
    this.runs.set(runId, workflowId);
    const archived = this.archivedOf(request);
    const view = await request.view();
    expect(archived.request).toEqual(JSON.parse(JSON.stringify(view.request)));
    expect(archived.end).toEqual({ sequence: view.sequence, chainhash: view.chainhash });
    expect([view.errands, view.unpublished, archived.pending]).toEqual([[], 0, []]);
    this.expectWhole(request, view.sequence);
    return archived;
  }

  /** Every run that has closed does the same again; how many those are. */
  async replay(): Promise<number> {
    const { client, runs } = this;
    async function* histories() {
      for (const [runId, workflowId] of runs) {
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        yield { workflowId, history };
      }
    }
    const faults: string[] = [];
    for await (const { workflowId, error } of replayHistories(await testBundle(), histories())) {
      if (error !== undefined) faults.push(`${workflowId}: ${error.message}`);
    }
    expect(faults).toEqual([]);
    return runs.size;
  }

  /** The events are one after the other over all runs, each once, and their hashes prove it. */
  private expectWhole({ requestId }: TestRequest, sequence: number): void {
    let end = emptyChain;
    for (const event of this.world.eventsOf(requestId)) {
      const judged = judge('request.status.biz.v1', end, event);
      expect(judged.verdict).toBe('next');
      end = judged.end;
    }
    expect(end.sequence).toBe(sequence);
  }

  private archivedOf({ requestId }: TestRequest): CarriedRequest {
    const kept = this.world.archived.get(requestId);
    if (kept === undefined) throw new Error('the archive does not have it');
    return JSON.parse(kept) as CarriedRequest;
  }

  private handleOf({ requestId }: TestRequest) {
    return this.client.workflow.getHandle(requestSubject(requestId));
  }
}
