import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import type { AppealLife } from '../../support/appeal-life.js';
import { appealed, specialAppeal } from '../../support/appeal-life.js';
import { statement } from '../../support/request-cases.js';
import type { RequestGateway } from '../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../support/request-gateway.js';
import { run } from './run.js';

let world: RequestGateway;
let url: string;
let life: AppealLife;

beforeAll(async () => {
  world = await requestGateway();
  url = await world.gateway.listen({ host: '127.0.0.1', port: 0 });
});

beforeEach(() => {
  life = appealed(Date.now());
  world.desk.putAppeal(life.appeal, { sequence: life.sequence });
});

afterAll(() => world.gateway.close());

/** The command line before the gateway, as somebody in a role. */
function prasan(role: Role, verb: 'show' | 'act', ...args: string[]) {
  const env = { PRASAN_GATEWAY_URL: url, PRASAN_TOKEN: tokenFor(life.doer(role)) };
  return run(['appeal', verb, life.appeal.requestId, '1', ...args], env);
}

describe('appeal show', () => {
  it('says with whom it is, until when, what is argued, and what may be done', async () => {
    const { code, out, err } = await prasan('licensor', 'show');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(', appeal 1: With the officer who made the order');
    expect(out).toMatch(/due: \d+ \w+ 20\d\d/);
    expect(out).toMatch(/○ .+The officer's time ends, and the file goes up \(APA s\.45\)/);
    expect(out).toMatch(/#1 .*คำสั่งไม่ชอบด้วยกฎหมาย/);
    expect(out).toMatch(/✓ sendUp +Send it up/);
    expect(out).toMatch(/· withdrawAppeal +Withdraw the appeal: your roles may not/);
  });

  it('under special law says who decides, and makes up no day', async () => {
    life = specialAppeal('SVC2941', Date.now());
    world.desk.putAppeal(life.appeal, { sequence: life.sequence });
    const { out } = await prasan('appealAuthority', 'show');
    expect(out).toContain(', appeal 1: With the appeal authority');
    expect(out).toMatch(/decides: Minister of Industry, .*under the special law \(Factory Act/);
    expect(out).toContain('due: the manual states no day of the special law');
    expect(out).toMatch(/○ .+The body that decides .* is reminded \(Prasan policy \(ADR 21\)\)/);
    expect(out).toMatch(/✓ decideAppeal/);
    expect(out).toMatch(/· extendAppeal .*no clock runs now that could be extended/);
    const thai = await prasan('appealAuthority', 'show', '--lang', 'th');
    expect(thai.out).toContain('ครบกำหนด: กฎหมายเฉพาะ');
    expect(thai.out).toContain('แนวทางของ Prasan');
  });

  it('in Thai, without what is argued for who is no party', async () => {
    const { out } = await prasan('auditor', 'show', '--lang', 'th');
    expect(out).toContain('อุทธรณ์ที่ 1: เจ้าหน้าที่ผู้ทำคำสั่งพิจารณาอุทธรณ์');
    expect(out).not.toContain('ไม่ชอบด้วยกฎหมาย');
  });
});

describe('appeal act', () => {
  it('acts, and says where the appeal is now', async () => {
    const sent = ['sendUp', '--body', '{"reason":"คำสั่งชอบแล้ว"}'];
    const { code, out } = await prasan('licensor', 'act', ...sent);
    expect(code).toBe(0);
    expect(out).toMatch(/^sendUp: accepted, withSuperior · .+With the appeal authority, version 2/);
  });

  it('says of a refusal in which state the appeal is, and what may be done', async () => {
    const { code, err } = await prasan(
      'licensor',
      'act',
      'extendAppeal',
      '--body',
      '{"reason":"งานมาก"}',
    );
    expect(code).toBe(1);
    expect(err).toContain(
      'extendAppeal is not possible in state withOfficer; it is in withSuperior',
    );
    expect(err).toContain('The appeal is in state withOfficer.\nYou may now:\n  decideAppeal');
    const unknown = await prasan('licensor', 'act', 'fly');
    expect(unknown.err).toContain('There is no action fly; there are decideAppeal, ');
  });

  it('names the faulty fields of a body, and prints an example that is taken', async () => {
    const bad = { outcome: 'lost', statement };
    const { code, err } = await prasan(
      ...(['licensor', 'act', 'decideAppeal', '--body', JSON.stringify(bad)] as const),
    );
    expect([code, err]).toEqual([1, expect.stringContaining('/outcome: ')]);
    const example = await prasan('licensor', 'act', 'sendUp', '--example');
    const taken = await prasan('licensor', 'act', 'sendUp', '--body', example.out);
    expect([taken.code, taken.err]).toEqual([0, '']);
  });
});
