import { describe, expect, it } from '@jest/globals';
import type { EvidenceKind } from '../../../contracts/lifecycles/service/evidence.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import type { Command } from '../../../workflows/onboarding/effects.js';
import { takeEffect } from '../../../workflows/onboarding/effects.js';
import { unpack } from '../../../workflows/onboarding/open.js';
import { evidenceOf, goodBody, goodEvidence } from '../../support/bodies.js';
import { caseIn, now, today } from '../../support/case.js';

function effect(service: ServiceCase, action: string, body: object, sequence = 7): ServiceCase {
  return takeEffect(service, { action, body } as Command, { at: now, sequence });
}

function recorded(...kinds: EvidenceKind[]): ServiceCase['evidence'] {
  return Object.fromEntries(
    kinds.map((kind) => [kind, { item: goodEvidence(kind, today), sequence: 3 }]),
  );
}

describe('what an action makes of a case', () => {
  it('takes no evidence out of it when a stage is entered again', () => {
    const evidence = recorded('screening', 'funding', 'build', 'security', 'channelAnnouncement');
    const liveCheck = { at: now, ok: true, url: 'https://x.example' };
    const service = caseIn('linked', { evidence, channelUrl: 'https://x.example', liveCheck });
    const back = effect(service, 'goBack', { to: 'test', reason: 'ทดสอบใหม่' });
    expect(Object.keys(back.evidence)).toEqual(['screening', 'funding', 'build']);
    expect(back.formerEvidence).toEqual([
      { kind: 'security', ...evidence.security, ended: 'void', endedBy: 7 },
      { kind: 'channelAnnouncement', ...evidence.channelAnnouncement, ended: 'void', endedBy: 7 },
    ]);
    // The channel is announced and checked anew.
    expect(back).toMatchObject({ state: 'test', channelUrl: null, liveCheck: null });
  });

  it('keeps the order of an earlier suspension beside the newer one', () => {
    const service = caseIn('live', { evidence: recorded('order') });
    const suspended = effect(service, 'suspend', goodBody('suspend', today));
    expect(suspended.evidence.order?.sequence).toBe(7);
    expect(suspended.formerEvidence).toEqual([
      { kind: 'order', ...service.evidence.order, ended: 'superseded', endedBy: 7 },
    ]);
  });

  it('mends a clerical error and keeps what stood there', () => {
    const service = caseIn('develop', { evidence: recorded('funding') });
    const corrected = effect(service, 'correctEntry', {
      ...{ corrects: 3, field: 'docNo', evidenceKind: 'funding', value: 'กค 0601/2' },
      reason: 'พิมพ์ผิด',
    });
    expect(corrected.evidence.funding).toMatchObject({ item: { docNo: 'กค 0601/2' }, sequence: 7 });
    expect(corrected.formerEvidence).toEqual([
      { kind: 'funding', ...service.evidence.funding, ended: 'corrected', endedBy: 7 },
    ]);
  });

  it('keeps every plan, the first being the baseline', () => {
    const plan = (year: number) => ({
      plan: { targetFiscalYear: year, dueOn: {} },
      reason: 'ปรับแผน',
    });
    const first = effect(caseIn('plan'), 'revisePlan', plan(2570), 4);
    const second = effect(first, 'revisePlan', plan(2571), 9);
    const third = effect(second, 'revisePlan', plan(2572), 12);
    expect(
      third.plans.map(({ plan: { targetFiscalYear }, sequence }) => [targetFiscalYear, sequence]),
    ).toEqual([
      [2570, 4],
      [2571, 9],
      [2572, 12],
    ]);
    expect(third.plan?.targetFiscalYear).toBe(2572);
  });

  it('keeps the words of every decision, and of the last twelve reports', () => {
    let service = effect(caseIn('develop'), 'exclude', goodBody('exclude', today), 1);
    service = effect(service, 'lift', { reason: 'พร้อมแล้ว' }, 2);
    for (let n = 3; n < 33; n += 1) {
      service = effect(service, 'reportProgress', goodBody('reportProgress', today), n);
    }
    const sequences = service.remarks.map(({ sequence }) => sequence);
    expect(sequences.slice(0, 2)).toEqual([1, 2]);
    expect(sequences.slice(2)).toEqual(Array.from({ length: 12 }, (_, index) => 21 + index));
  });

  it('leaves the former case as it was', () => {
    const service = caseIn('plan', { evidence: recorded('funding') });
    const before = structuredClone(service);
    effect(service, 'advance', { evidence: evidenceOf(['funding'], today) });
    expect(service).toEqual(before);
  });
});

describe('a case that was carried on from older code', () => {
  it('has what it did not know yet as a new case has it', () => {
    const { openedQuarter: _one, formerEvidence: _two, ...older } = caseIn('develop');
    const service = unpack(older as ServiceCase);
    expect(service).toMatchObject({ state: 'develop', openedQuarter: null, formerEvidence: [] });
  });
});
