import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { run, StandIn } from './run.js';

const id = '0a7cbd0e-0000-5000-8000-000000000001';
const route = `POST /v1/requests/${id}/forget`;
const answer = {
  requestId: id,
  privacy: {
    state: 'restricted',
    since: '2026-11-28T00:00:00.000Z',
    by: 'x',
    reasonCode: 'stillOpen',
  },
  isNew: true,
  until: '2036-11-28',
  text: { th: 'ยังลบไม่ได้', en: 'it cannot be erased yet' },
};
let gateway: StandIn;

beforeAll(async () => {
  gateway = await StandIn.start();
});

beforeEach(() => {
  gateway.forget();
  gateway.replies.set(route, { body: answer });
});

afterAll(() => gateway.stop());

describe('request forget', () => {
  it('sends the reason under a key, and says in both languages what was done', async () => {
    const args = ['request', 'forget', id, '--reason', 'ครบ 10 ปี', '--key', 'forget-0001'];
    const { code, out, err } = await run(args, gateway.env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`${id} is restricted: ยังลบไม่ได้ · it cannot be erased yet\n`);
    expect(gateway.asked).toMatchObject([
      { body: { reason: 'ครบ 10 ปี' }, headers: { 'idempotency-key': 'forget-0001' } },
    ]);
  });

  it('says when it was so before, and prints the answer as JSON when asked', async () => {
    gateway.replies.set(route, { body: { ...answer, isNew: false } });
    const args = ['request', 'forget', id, '--reason', 'ครบ 10 ปี'];
    expect((await run(args, gateway.env)).out).toContain('is restricted (it was before):');
    const { out } = await run([...args, '--json'], gateway.env);
    expect(JSON.parse(out)).toEqual({ ...answer, isNew: false });
  });

  it('needs a reason', async () => {
    const { code, err } = await run(['request', 'forget', id], gateway.env);
    expect([code, gateway.asked]).toEqual([1, []]);
    expect(err).toContain('--reason');
  });
});
