import { beforeEach, describe, expect, it } from '@jest/globals';
import { evidenceSchemas } from '../../../contracts/commands/service/evidence.js';
import { bodySchema } from '../../../contracts/commands/service/bodies.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { decide, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import { snapshotOf } from '../../../contracts/lifecycles/service/snapshot.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import type { SampleGateway } from '../../../infra/local/sample-gateway.js';
import type { SampleService } from '../../../infra/local/sample-path.js';
import { nextStep } from '../../../infra/local/sample-path.js';
import type { OpeningParts, OwnStart } from '../../../infra/local/sample-services.js';
import { openServices } from '../../../infra/local/sample-services.js';
import { caseIn, now, today } from '../../support/case.js';
import { people } from '../../support/people.js';
import { manuals } from '../../contracts/manuals/samples.js';

const facts = {
  manual: { serviceId: 'SVC0106', portal: 'biz', handling: 'officers' },
  issuer: 'กรมสรรพสามิต',
  today,
  testAgencyUrl: 'http://127.0.0.1:20005',
  jws: 'header.payload.signature',
} as const;

function shown(service: ServiceCase): SampleService {
  return { serviceId: service.serviceId, ...snapshotOf(service) };
}

function isAccepted(service: ServiceCase): boolean {
  const step = nextStep(shown(service), facts);
  if (step === undefined) return false;
  const body = bodySchema(step.action, service).parse(step.body) as object;
  const person = people[step.as];
  return !isRefusal(decide(service, step.action, person, now, body));
}

describe('the next step of a service of the sample', () => {
  it('is one that the lifecycle takes, in every stage', () => {
    const mode = { mode: 'buildOnPlatform', portal: 'biz' } as const;
    for (const state of ['plan', 'develop', 'test'] as const) {
      expect(isAccepted(caseIn(state, { mode: null, portal: null }))).toBe(true);
      expect(isAccepted(caseIn(state, mode))).toBe(true);
    }
    expect(isAccepted(caseIn('live', { ...mode, channelUrl: null }))).toBe(true);
  });

  it('has evidence of the shape of each kind that a stage asks for', () => {
    for (const state of ['plan', 'develop', 'test', 'linked'] as const) {
      const service = caseIn(state, { mode: 'linkExisting', portal: 'biz' });
      const step = nextStep(
        { ...shown(service), channelUrl: 'http://x', liveCheck: { ok: true } },
        facts,
      );
      const { evidence } = step?.body as { evidence: Record<string, object> };
      expect(Object.keys(evidence)).toEqual(exitEvidence[state].linkExisting);
      for (const kind of exitEvidence[state].linkExisting) {
        expect(evidenceSchemas[kind].safeParse(evidence[kind]).error).toBeUndefined();
      }
    }
  });

  it('is none once it is verified live, nor where people have taken it', () => {
    const live = {
      mode: 'buildOnPlatform',
      portal: 'biz',
      channelUrl: 'http://x',
      verified: true,
    } as const;
    expect(nextStep(shown(caseIn('live', live)), facts)).toBeUndefined();
    expect(nextStep(shown(caseIn('suspended', {})), facts)).toBeUndefined();
    const pending = { action: 'discontinue', awaiting: ['opdcOfficer'] } as const;
    const service = {
      ...shown(caseIn('live', { mode: null })),
      pending: { ...pending, awaiting: [...pending.awaiting] },
    };
    expect(nextStep(service, facts)).toBeUndefined();
  });
});

describe('opening', () => {
  const posted: string[] = [];
  const begun: OwnStart[] = [];
  let hasManual = false;
  let service: Partial<SampleService>;

  beforeEach(() => {
    posted.length = 0;
    begun.length = 0;
    hasManual = false;
    service = { state: 'live', verified: false, channelUrl: 'http://x', mode: 'buildOnPlatform' };
  });

  const gateway: SampleGateway = {
    get: async (_as, path) => {
      const etag = '"3"';
      const blank = { serviceId: 'SVC0106', proposed: false, pending: null };
      if (!path.endsWith('/manual')) return { status: 200, body: { ...blank, ...service }, etag };
      return hasManual
        ? { status: 200, body: { versions: [{}], pending: null }, etag: null }
        : { status: 404, body: {}, etag: null };
    },
    post: async ({ role }, path) => {
      posted.push(`${role} ${path.split('/').at(-1) ?? ''}`);
      if (path.endsWith('requestLiveCheck')) service = { ...service, verified: true };
      return { status: 200, body: { liveCheck: { ok: service.verified } }, etag: null };
    },
  };

  function parts(serviceId: string): OpeningParts {
    return {
      gateway,
      manuals: manuals.filter((manual) => manual.serviceId === serviceId),
      testAgencyUrl: facts.testAgencyUrl,
      signReport: async () => facts.jws,
      begin: async (start) => begun.push(start) > 0,
      now: () => now,
    };
  }

  it('publishes by two persons and does what is missing', async () => {
    expect(await openServices(parts('SVC0106'))).toEqual({ open: 1, left: [], steps: 3 });
    expect(posted).toEqual([
      'agencyOfficer submitManual',
      'agencyApprover approveManual',
      'agencyOfficer requestLiveCheck',
    ]);
    expect(begun).toEqual([]);
  });

  it('does nothing where nothing is missing', async () => {
    hasManual = true;
    service = { ...service, verified: true };
    expect(await openServices(parts('SVC0106'))).toEqual({ open: 1, left: [], steps: 0 });
    expect(posted).toEqual([]);
  });

  it('begins what is in no register as a proposal, and calls it a sample', async () => {
    await openServices(parts('PRS3V8HC5NBWE'));
    expect(begun).toMatchObject([
      {
        service: {
          origin: { kind: 'proposal' },
          name: { en: expect.stringContaining('(sample)') },
        },
        agency: { agencyId: 'AGY225', asOf: '2025-01-01' },
      },
    ]);
  });

  it('says which people have taken elsewhere', async () => {
    hasManual = true;
    service = { ...service, state: 'suspended' };
    expect(await openServices(parts('SVC0106'))).toEqual({ open: 0, left: ['SVC0106'], steps: 0 });
  });
});
