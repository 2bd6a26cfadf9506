import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { DispatchOrder } from '../../activities/dispatch.js';
import { againAfterMs, dispatching } from '../../activities/dispatch.js';
import type { AgencySystem, PersonalVault } from '../../activities/ports.js';
import { AgencyDispatch, AgencyNotice } from '../../contracts/agency-link/messages.js';
import { uuidV5 } from '../../contracts/events/mint.js';
import { AgencyAway, AgencyRefused } from '../../infra/agency-link/errors.js';
import { KeyDestroyed } from '../../infra/privacy/case-keys.js';
import { agencyAnswer } from '../support/agency-life.js';
import { MemoryAgency, memoryLink, openedApplicant } from '../support/memory-agency.js';
import { documentOf } from '../support/request-life.js';

const requestId = uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'dispatch');
const at = Date.parse('2026-12-01T10:00:00+07:00');
const order: DispatchOrder = {
  ...{ agencyId: 'AGY010', requestId, submission: 1, serviceId: 'SVC0110', manualVersion: 1 },
  ...{ receiptNumber: '1/2570', filedAt: at, receivedAt: '2026-12-01T10:00:00.000+07:00' },
  ...{ applicantKind: 'citizen', applicant: 'sealed', form: '{"shop":"ร้านทดลอง"}' },
  documents: [{ ...documentOf('leaseAgreement'), reference: 'file-1' }],
  words: [],
};

let agency: MemoryAgency;
beforeEach(() => {
  agency = new MemoryAgency();
});

function activities(agencies: AgencySystem = agency, personal: Partial<PersonalVault> = {}) {
  const link = memoryLink(agencies, 'https://prasan.example/');
  return dispatching({ ...link, personal: { ...link.personal, ...personal } });
}

function run<Result>(work: () => Promise<Result>, attempt = 1): Promise<Result> {
  return new MockActivityEnvironment({ attempt }).run(work);
}

async function failureOf(work: () => Promise<unknown>, attempt: number) {
  const failure = await run(work, attempt).catch((error: unknown) => error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('it is no failure of an activity');
  return failure;
}

describe('handing over', () => {
  it('opens what is sealed and names documents alone, as the contract has it', async () => {
    const handedOver = await run(() => activities().dispatchRequest(order));
    expect(handedOver).toEqual({ agencyReference: `EX-${requestId.slice(0, 4)}` });
    const [given] = agency.submissions;
    expect(AgencyDispatch.parse(given)).toEqual(given);
    expect(given).toMatchObject({
      applicant: {
        ...{ identityNumber: '1101700230708', name: 'นายสมชาย ทดลอง', phone: '0812345678' },
        address: '1 ถนนทดลอง ในเมือง เมือง ขอนแก่น 40000',
      },
      form: { shop: 'ร้านทดลอง' },
      callbackUrl: `https://prasan.example/v1/agency-callbacks/${requestId}`,
    });
    expect(given?.documents).toMatchObject([{ documentId: 'leaseAgreement', reference: 'file-1' }]);
  });

  it('says the same when it is repeated, in another attempt too', async () => {
    const first = await run(() => activities().dispatchRequest(order));
    expect(await run(() => activities().dispatchRequest(order), 7)).toEqual(first);
    expect(agency.submissions).toHaveLength(1);
  });

  it('has what the applicant wrote when correcting, and nobody else’s words', async () => {
    const words = [
      JSON.stringify({ items: [{ what: 'แผนผังไม่ชัด' }] }),
      JSON.stringify({ answers: [null, { text: 'ส่งใหม่แล้ว' }] }),
      JSON.stringify({ reason: 'งานมาก' }),
    ];
    await run(() => activities().dispatchRequest({ ...order, submission: 2, words }));
    expect(agency.submissions[0]?.remarks).toEqual(['ส่งใหม่แล้ว']);
  });

  it('needs neither contact nor address nor form', async () => {
    const { identity, name } = openedApplicant;
    const open = () => Promise.resolve({ identity, name, contact: {} });
    const bare = activities(agency, { open });
    await run(() => bare.dispatchRequest({ ...order, form: null }));
    expect(agency.submissions[0]?.applicant).toEqual({
      ...{ identityNumber: identity.number, name: name.th },
    });
    expect(agency.submissions[0]?.form).toEqual({});
  });

  it('is refused by us, for good, once the person was forgotten', async () => {
    const gone = activities(agency, { open: () => Promise.reject(new KeyDestroyed('gone')) });
    expect(await run(() => gone.dispatchRequest(order))).toEqual({ refusal: 'dataUnavailable' });
    expect(agency.callsAbout(requestId)).toEqual([]);
  });

  it('waits while our own keys are away', async () => {
    const away = activities(agency, { open: () => Promise.reject(new Error('no database')) });
    await expect(run(() => away.dispatchRequest(order))).rejects.toThrow('no database');
  });
});

describe('an agency that', () => {
  it('refuses has answered', async () => {
    agency.behaviour = { refusal: 'notResponsible' };
    expect(await run(() => activities().dispatchRequest(order))).toEqual({
      ...{ refusal: 'notResponsible' },
    });
    expect(await run(() => activities().askAgency({ agencyId: 'AGY010', requestId }))).toEqual({
      ...{ answer: null, refusal: 'notResponsible' },
    });
  });

  it('is away is called again, no sooner than it lets us, and nobody is named', async () => {
    agency.behaviour = { isAway: true };
    const failure = await failureOf(() => activities().dispatchRequest(order), 1);
    expect(failure).toMatchObject({ type: 'AgencyAway', nonRetryable: false });
    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(600_000);
    expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(750_000);
    expect(failure.message).toBe('The system of AGY010 does not answer: unreachable');
  });

  it('says not when to come again is called after longer and longer', async () => {
    const silent: AgencySystem = {
      submit: () => Promise.reject(new AgencyAway('AGY010', 'timedOut')),
      poll: () => Promise.reject(new AgencyAway('AGY010', 'timedOut')),
      tell: () => Promise.reject(new AgencyRefused('AGY010', 'closed', 409)),
    };
    const failure = await failureOf(() => activities(silent).dispatchRequest(order), 4);
    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(40_000);
    const about = { agencyId: 'AGY010', regime: 'LFA' } as const;
    const notice = {
      ...{ noticeId: requestId, requestId, at: '2026-12-01T10:00:00+07:00' },
      kind: 'withdrawn',
    } as const;
    const told = await run(() => activities(silent).tellAgencySystem({ ...about, notice }));
    expect(told).toEqual({ refusal: 'closed' });
  });
});

describe('telling', () => {
  it('says by which section the law has approved', async () => {
    await run(() => activities().dispatchRequest(order));
    const head = { noticeId: requestId, requestId, at: '2026-12-01T10:00:00+07:00' };
    const notice = { ...head, kind: 'deemedApproved', dueOn: '2026-12-01' } as const;
    const about = { agencyId: 'AGY010', regime: 'LAND_ALLOCATION' } as const;
    await run(() => activities().tellAgencySystem({ ...about, notice }));
    expect(agency.told).toEqual([{ ...notice, section: 'Land Allocation Act s.25' }]);
    expect(AgencyNotice.parse(agency.told[0])).toEqual(agency.told[0]);
  });
});

describe('asking', () => {
  const asked = { agencyId: 'AGY010', requestId };

  it('gives nothing as long as there is nothing, and knows who has forgotten', async () => {
    expect(await run(() => activities().askAgency(asked))).toEqual({
      ...{ answer: null, refusal: 'unknownRequest' },
    });
    await run(() => activities().dispatchRequest(order));
    expect(await run(() => activities().askAgency(asked))).toEqual({ answer: null, refusal: null });
  });

  it('gives the latest answer, its words sealed', async () => {
    await run(() => activities().dispatchRequest(order));
    const answer = agencyAnswer({ requestId, documents: [] }, 'refused', { at });
    agency.answers(answer);
    const sealing = { seal: () => Promise.resolve('sealed') };
    const found = await run(() => activities(agency, sealing).askAgency(asked));
    expect(found.answer).toMatchObject({ sequence: 1, outcome: 'refused', at, words: 'sealed' });
    expect(JSON.stringify(found)).not.toContain('ใจดี');
    const gone = { seal: () => Promise.reject(new KeyDestroyed('gone')) };
    const kept = await run(() => activities(agency, gone).askAgency(asked));
    expect(kept.answer?.words).toBeNull();
  });
});

describe('the time until the next call', () => {
  it('doubles up to a quarter of an hour, and is spread by a quarter', () => {
    const minutes = [1, 2, 3, 8, 9, 50, 5_000].map((one) => againAfterMs(one, 0, 0) / 1_000);
    expect(minutes).toEqual([5, 10, 20, 640, 900, 900, 900]);
    expect(againAfterMs(1, 3_600_000, 0)).toBe(3_600_000);
    expect(againAfterMs(1, 0, 1)).toBe(6_250);
  });
});
