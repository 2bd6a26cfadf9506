import { describe, expect, it } from '@jest/globals';
import { holidays } from '../../../contracts/calendar/holidays.js';
import { run } from './run.js';

function explain(...args: string[]): ReturnType<typeof run> {
  return run(['calendar', 'explain', ...args]);
}

const filing = ['--from', '2026-04-10T17:05', '--amount', '7'];
const official = ['--unit', 'working-day', '--party', 'official'];

describe('calendar explain, for a person', () => {
  it('says when it is due, by which calendar, and that times are Bangkok’s', async () => {
    const { code, out, err } = await explain(...filing, ...official);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Due: 27 April 2026 (2026-04-27)');
    expect(out).toContain('Times are Asia/Bangkok (+07:00); calendar 2026.1');
  });

  it('derives it day by day, with rule, section and holiday', async () => {
    const { out } = await explain(...filing, ...official);
    expect(out).toMatch(/1\. Filed Fri 10 April 2026 17:05/);
    expect(out).toMatch(/Mon 13 April 2026 is Songkran \(Cabinet: annual government holidays\)/);
    expect(out).toMatch(/Received at the next opening, Thu 16 April 2026 08:30.*EGOV s\.10/);
    expect(out).toMatch(/The first day, Thu 16 April 2026, is not counted.*APA s\.64\(1\)/);
    expect(out).toMatch(/Answer: Mon 27 April 2026/);
    // What the sections and readings say, so that nobody needs to look them up.
    const said = out.slice(out.indexOf('Rules and readings'));
    expect(said).toMatch(/^R1 {8}the first day is not counted.*\(APA s\.64\(1\), CCC 193\/3\)$/m);
    expect(said).toMatch(/^C1 {8}days off are Saturday, Sunday and government holidays/m);
  });

  it('draws the month: first day, days off, last day', async () => {
    const { out } = await explain(...filing, ...official);
    const month = out.slice(out.indexOf('April 2026\n'));
    expect(month).toContain(' Mo  Tu  We  Th  Fr  Sa  Su');
    expect(month).toMatch(/>16 {2}17 x18 x19/);
    expect(month).toContain('[27]');
    expect(month).toContain('unmarked: counted   x not counted');
  });

  it('in Thai, with the Buddhist year', async () => {
    const { out } = await explain(...filing, ...official, '--lang', 'th');
    expect(out).toContain('ครบกำหนด: 27 เมษายน 2569 (2026-04-27)');
    expect(out).toContain('วันสงกรานต์');
    expect(out).toContain('เมษายน 2569\n');
    expect(out).toContain('พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง ม.64(1), ป.พ.พ. 193/3');
    expect(out).not.toMatch(/[ก-๙].*\b(The|calendar|APA|CCC)\b/);
  });

  it('takes statutory hours from the moment itself: nobody files a breach', async () => {
    const { out } = await explain(
      '--from',
      '2026-04-10T17:05+0700',
      '--amount',
      '72',
      '--unit',
      'elapsed-hour',
      '--party',
      'official',
    );
    expect(out).toContain('Due: 13 April 2026 17:05 (2026-04-13T17:05:00+07:00)');
  });

  it('takes a date as it stands, and a time too when it is no filing', async () => {
    const day = await explain(
      '--from',
      '2026-07-14',
      '--amount',
      '15',
      '--unit',
      'day',
      '--party',
      'citizen',
    );
    expect(day.out).toContain('(2026-07-31)');
    expect(day.out).not.toContain('Filed');
    const hours = ['--amount', '3', '--unit', 'hour', '--party', 'official', '--no-filed'];
    const time = await explain('--from', '2026-09-04T15:30', ...hours);
    expect(time.out).toContain('Due: 7 September 2026 10:30 (2026-09-07T10:30:00+07:00)');
  });

  it('lists the letters of delay that follow a due date', async () => {
    const { code, out } = await explain('--due', '2026-04-23', '--finished', '2026-05-15');
    expect(code).toBe(0);
    expect(out).toContain('Overdue from: 24 April 2026 (2026-04-24)');
    for (const day of ['Thu 30 April', 'Thu 7 May', 'Thu 14 May']) {
      expect(out).toContain(`copied to OPDC, is owed by ${day} 2026`);
    }
    const thai = await explain('--due', '2026-04-23', '--lang', 'th');
    expect(thai.out).toContain('เกินกำหนดตั้งแต่: 24 เมษายน 2569');
    const wrong = await explain('--due', '23 April');
    expect([wrong.code, wrong.err]).toEqual([
      1,
      expect.stringContaining('due: "23 April" is no date'),
    ]);
  });

  it('says what is missing or wrong, with exit code 1', async () => {
    const missing = await explain('--from', '2026-04-10');
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('--from, --amount, --unit and --party are needed');
    const wrong = await explain('--from', '2026-02-29', '--amount', '1', ...official);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('there is no 2026-02-29 (that month ends on 2026-02-28)');
    const unit = await explain(...filing, '--unit', 'week', '--party', 'official');
    expect(unit.code).toBe(1);
    expect(unit.err).toContain('working-day');
    const amount = await explain('--from', '2026-04-10', '--amount', 'seven', ...official);
    expect(amount.err).toContain('whole number');
  });
});

describe('calendar explain --json, for machines', () => {
  async function ask(...lines: string[]): Promise<Record<string, unknown>[]> {
    const { code, out } = await run(['calendar', 'explain', '--json'], {}, lines.join('\n'));
    expect(code).toBe(0);
    const said = out.trimEnd().split('\n');
    return said.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('answers one line each, in order, an error being a line too', async () => {
    const found = await ask(
      '{"ask":"receipt","filedAt":"2026-04-10T17:05:00+07:00"}',
      'no JSON',
      '{"ask":"period","from":"2026-04-16T08:30:00","amount":7,"unit":"DAY","party":"OFFICIAL"}',
      '{"ask":"fiscalYear","at":"2026-09-30"}',
    );
    expect(found).toMatchObject([
      { receivedAt: '2026-04-16T08:30:00+07:00' },
      { error: { code: 'notJson', field: 'question' } },
      { error: { code: 'offsetMissing', field: 'from' } },
      { fiscalYear: 2569, quarter: 4 },
    ]);
    expect(found[0]?.['explanation']).not.toEqual([]);
  });

  it('answers what cannot be read as well, and goes on', async () => {
    const deep = `{"ask":"receipt","filedAt":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const found = await ask(
      `\uFEFF{"ask":"back","from":"2026-12-31","amount":1,"unit":"DAY"}\r`,
      '',
      deep,
      '[]',
      '{"ask":"constructor"}',
      '{"ask":"back","from":"2026-12-31","amount":1,"unit":"DAY"}',
    );
    expect(found.map((one) => (one['error'] as { code?: string } | undefined)?.code)).toEqual([
      undefined,
      'notJson',
      expect.stringMatching(/^(invalid|notJson)$/),
      'unknownQuestion',
      'unknownQuestion',
      undefined,
    ]);
  });

  it('answers thousands in one call', async () => {
    const asked = Array.from({ length: 2_000 }, (_, n) =>
      JSON.stringify({ ask: 'back', from: '2026-12-31', amount: n + 1, unit: 'DAY' }),
    );
    const found = await ask(...asked);
    expect(found).toHaveLength(2_000);
    expect(found[89]).toMatchObject({ opens: '2026-10-02' });
  });
});

describe('calendar holidays and version', () => {
  it('lists a year, in either era, with authority and projection', async () => {
    const common = await run(['calendar', 'holidays', '2027']);
    expect(common.out).toContain('Cabinet: annual government holidays');
    expect(common.out).toContain('(projection)');
    const buddhist = await run(['calendar', 'holidays', '2570', '--json']);
    const found = JSON.parse(buddhist.out) as { date: string }[];
    expect(found).toEqual(holidays.filter(({ date }) => date.startsWith('2027')));
  });

  it('says which years there are when there is no such year', async () => {
    const { code, err } = await run(['calendar', 'holidays', '2031']);
    expect([code, err]).toEqual([1, expect.stringContaining('2025 to 2027')]);
  });

  it('tells what was known when', async () => {
    const { out } = await run(['calendar', 'version']);
    expect(out).toMatch(/2025\.1.*2025-01-01/);
    expect(out).toMatch(/2026\.1.*2026-11-24/);
  });
});
