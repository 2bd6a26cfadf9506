import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createScreen } from '../../../workers/cli/screen.js';
import { cut, widthOf } from '../../../workers/cli/text.js';

function screenOn(settings: object) {
  const texts: string[] = [];
  const stream = {
    ...settings,
    write: (text: string) => texts.push(text) > 0,
  } as unknown as NodeJS.WriteStream;
  return { screen: createScreen(stream, stream), printed: () => texts.join('') };
}

const head = ['id', 'name', 'state'];
const rows = [
  ['SVC0106', 'ใบอนุญาตขายสุรา', 'live'],
  ['SVC0110', 'ที่ดิน', 'develop'],
];

describe('the screen', () => {
  it('prints plain tables with tabs in a pipe', () => {
    const { screen, printed } = screenOn({});
    screen.table(head, [['SVC0106', 'two\nlines\tand \u001b[31mcolour', 'live']]);
    expect(printed()).toBe('id\tname\tstate\nSVC0106\ttwo lines and [31mcolour\tlive\n');
  });

  it('aligns Thai on a terminal, where vowels and tone marks take no column', () => {
    const { screen, printed } = screenOn({ isTTY: true, columns: 80 });
    screen.table(head, rows);
    const lines = printed().trimEnd().split('\n');
    const places = lines.map((line) => widthOf(line.slice(0, line.search(/state|live|develop/))));
    expect(new Set(places).size).toBe(1);
  });

  it('cuts the widest column to fit the terminal', () => {
    const { screen, printed } = screenOn({ isTTY: true, columns: 40 });
    screen.table(head, [['SVC0106', 'น้ำ'.repeat(60), 'live']]);
    for (const line of printed().trimEnd().split('\n')) expect(widthOf(line)).toBeLessThan(41);
    expect(printed()).toContain('…');
  });

  it('keeps the terminal from what stands in names', () => {
    const { screen, printed } = screenOn({ isTTY: true, columns: 80 });
    screen.line('a\u001b]0;title\u0007b');
    screen.error('c\u009bd');
    expect(printed()).toBe('a ]0;title b\nc d\n');
  });

  it('shows progress on a terminal only', () => {
    const { screen, printed } = screenOn({});
    const bar = screen.progress('importing', 10);
    bar.update(5);
    bar.stop();
    expect(printed()).toBe('');
  });

  it('colours only where there are colours', () => {
    const without = screenOn({ isTTY: true, hasColors: () => false });
    without.screen.heading('title');
    expect(without.printed()).toBe('title\n');
    const withColours = screenOn({ isTTY: true, hasColors: () => true });
    withColours.screen.heading('title');
    expect(withColours.printed()).toBe('\u001b[1mtitle\u001b[22m\n');
  });
});

describe('a text that is cut', () => {
  it('never is wider than asked, and is the whole where that fits', () => {
    const thai = fc.string({ unit: fc.constantFrom('ก', 'ี', '่', 'ำ', 'a', ' '), maxLength: 40 });
    fc.assert(
      fc.property(thai, fc.integer({ min: 1, max: 40 }), (text, width) => {
        const short = cut(text, width);
        expect(widthOf(short)).toBeLessThanOrEqual(width);
        expect(short === text).toBe(widthOf(text) <= width);
      }),
    );
  });
});
