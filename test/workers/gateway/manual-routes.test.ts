import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ManualAnswer, ManualCommand } from '../../../contracts/commands/manual/messages.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import type { Manuals } from '../../../workers/gateway/manuals.js';
import type { Gateway } from '../../../workers/gateway/server.js';
import { call } from '../../support/gateway-world.js';
import { person } from '../../support/people.js';
import { requestGateway, tokenFor } from '../../support/request-gateway.js';
import { sampleManual } from '../../support/request-life.js';

const manual = sampleManual('SVC0106');
const path = '/v1/services/SVC0106/manual';

/** Manuals in memory: what they were asked to do, and what they answer. */
class FakeManuals implements Manuals {
  readonly commands: Omit<ManualCommand, 'at'>[] = [];
  answer: ManualAnswer | { refusal: Refusal } = {
    ...{ serviceId: 'SVC0106', bodyHash: '' },
    ...{ version: 2, published: 1 },
  };
  isSample = true;

  find = () => Promise.resolve(undefined);

  act: Manuals['act'] = (_of, command) => {
    this.commands.push(command);
    return Promise.resolve(this.answer);
  };
}

let manuals: FakeManuals;
let gateway: Gateway;

beforeEach(async () => {
  manuals = new FakeManuals();
  ({ gateway } = await requestGateway({ manuals }));
});

function send(action: string, body: object, more: { role?: Role; at?: string } = {}) {
  const { role = 'agencyOfficer', at = path } = more;
  return call(gateway, 'POST', `${at}/${action}`, {
    as: tokenFor(person(role, 'somchai', manual.agencyId)),
    body,
    headers: { 'idempotency-key': 'manual-key-1' },
  });
}

describe('a manual that is submitted', () => {
  it('goes to its case, with who submits it', async () => {
    const { status, body } = await send('submitManual', { manual });
    expect([status, body]).toEqual([200, { serviceId: 'SVC0106', version: 2, published: 1 }]);
    expect(manuals.commands).toMatchObject([{ action: 'submitManual', manual: { version: 1 } }]);
  });

  it.each<[string, Partial<Manual>, string]>([
    ['another service', { serviceId: 'SVC0107' }, 'SVC0106'],
    ['another agency', { agencyId: 'AGY010' }, manual.agencyId],
    ['another portal', { portal: 'citizen' }, manual.portal],
  ])('is not of %s than its service', async (_what, change, expected) => {
    const { status, body } = await send('submitManual', { manual: { ...manual, ...change } });
    expect([status, body['code']]).toEqual([422, 'badValue']);
    const [field] = Object.keys(change);
    expect(body['facts']).toMatchObject({ field, expected });
    expect(manuals.commands).toEqual([]);
  });

  it('is told every finding at its path', async () => {
    const { status, body } = await send('submitManual', {
      manual: { ...manual, processingTime: undefined },
    });
    expect([status, body['code']]).toEqual([422, 'manualFaulty']);
    const findings = body['findings'] as { path: string; severity: string }[];
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map((one) => one.path)).toEqual(['/processingTime']);
  });

  it('has no made-up figures outside the sample', async () => {
    manuals.isSample = false;
    const { status, body } = await send('submitManual', { manual });
    expect([status, body['code']]).toEqual([422, 'manualIllustrative']);
    expect(body['facts']).toMatchObject({ paths: expect.arrayContaining(['/processingTime']) });
  });
});

describe('a version that was submitted', () => {
  it.each(['approveManual', 'rejectManual'])('%s: by its approver', async (action) => {
    const { status } = await send(action, { version: 2 }, { role: 'agencyApprover' });
    expect(status).toBe(200);
    expect(manuals.commands).toMatchObject([{ action, of: 2 }]);
  });

  it('is refused as its case says', async () => {
    manuals.answer = { refusal: refuse('samePerson') };
    const { status, body } = await send('approveManual', { version: 2 });
    expect([status, body['code']]).toEqual([403, 'samePerson']);
  });

  it('is of a service that is there', async () => {
    const at = '/v1/services/SVC9998/manual';
    const { status, body } = await send('approveManual', { version: 1 }, { at });
    expect([status, body['code']]).toEqual([404, 'notFound']);
  });
});
