import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import { person } from '../../support/people.js';
import { inConsideration } from '../../support/request-cases.js';
import type { RequestGateway } from '../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../support/request-gateway.js';
import type { RequestLife } from '../../support/request-life.js';
import { sampleManual } from '../../support/request-life.js';
import { run } from './run.js';

const manual = sampleManual('SVC0106');
const asked = person('competentOfficial', 'asked', 'AGY120');
const own = person('competentOfficial', 'own', manual.agencyId);
const waits = /your agency is waited for: request act \S+ answerConsultation/;

let world: RequestGateway;
let url: string;

beforeAll(async () => {
  world = await requestGateway();
  url = await world.gateway.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(() => world.gateway.close());

/** `request show`, as somebody sees it. */
async function shown({ request }: RequestLife, actor: Actor): Promise<string> {
  world.desk.put(request);
  const env = { PRASAN_GATEWAY_URL: url, PRASAN_TOKEN: tokenFor(actor) };
  const { code, out, err } = await run(['request', 'show', request.requestId], env);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const identity = { kind: 'citizen', number: '1000000000009' };
const applicant = `sealed applicant ${JSON.stringify({ identity, name: { th: 'ทดสอบ ตัวอย่าง' } })}`;

function consulting(): RequestLife {
  return inConsideration(manual, { applicant }).must('competentOfficial', 'consult', {
    ...{ agencyId: 'AGY120', question: 'ถามเรื่องผังเมือง', within: { amount: 15, unit: 'DAY' } },
  });
}

it('an agency that is consulted is told what it is asked, until when, and how it answers', async () => {
  const out = await shown(consulting(), asked);
  expect(out).toContain('Consultation 1, AGY120: 15 days from 3 August 2026 (open)');
  expect(out).toContain('to be answered by 18 August 2026');
  expect(out).toMatch(waits);
  expect(out.match(/ถามเรื่องผังเมือง/g)).toHaveLength(1);
  expect(out).not.toContain('ทดสอบ ตัวอย่าง');
});

it('who asked sees until when, and is not told to answer', async () => {
  const out = await shown(consulting(), own);
  expect(out).toContain('to be answered by 18 August 2026');
  expect(out).not.toMatch(waits);
  expect(out).toContain('ทดสอบ ตัวอย่าง');
});

it('once it is answered, nothing is waited for', async () => {
  const body = { consultation: 1, answer: 'noObjection', text: 'ไม่ขัดข้องตามผัง' };
  const out = await shown(consulting().must(asked, 'answerConsultation', body), asked);
  expect(out).toContain('ไม่ขัดข้องตามผัง');
  expect(out).not.toMatch(/to be answered by|is waited for/);
});

it('where the words of a consultation cannot be opened singly, that is said', async () => {
  const life = consulting();
  const older = life.request.consultations.map(({ asked: _asked, ...one }) => one);
  life.request = { ...life.request, consultations: older };
  const out = await shown(life, asked);
  expect(out).toContain('this consultation is from before its words could be opened singly');
  expect(out).not.toContain('ถามเรื่องผังเมือง');
});
