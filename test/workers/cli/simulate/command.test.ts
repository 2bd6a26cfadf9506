import { describe, expect, it } from '@jest/globals';
import { run } from '../run.js';

function simulate(...args: string[]) {
  return run(['request', 'simulate', ...args]);
}

describe('request simulate', () => {
  it.each([
    [['--seed', '7'], /required option '--count <n>' not specified/],
    [['--count', '5'], /required option '--seed <s>' not specified/],
    [['--count', '0', '--seed', '7'], /The count must be a whole number from 1 to 10000\./],
    [['--count', '10001', '--seed', '7'], /The count must be a whole number from 1 to 10000\./],
    [['--count', 'many', '--seed', '7'], /The count must be/],
    [['--count', '5', '--seed', '-1'], /The seed must be a whole number from 0 to 4294967295\./],
    [['--count', '5', '--seed', '1.5'], /The seed must be/],
    [['--count', '5', '--seed', '7', '--speed', '0'], /a number above 0, at most 1000000000/],
    [['--count', '5', '--seed', '7', '--speed', 'fast'], /86400 makes a day of a second/],
    [['--count', '5', '--seed', '7', '--run', 'a b'], /1 to 40 letters, digits, dots, dashes/],
  ])('%j is refused, and it says what would be right', async (args, said) => {
    const { code, err } = await simulate(...args);
    expect(code).toBe(1);
    expect(err).toMatch(said);
  });

  it('is for a local stack alone', async () => {
    const { code, err } = await simulate('--count', '5', '--seed', '7');
    expect(code).toBe(1);
    expect(err).toContain('There is no local stack (npm start)');
  });

  it('says in its help that the law’s clocks are real, and how a run is found again', async () => {
    const { code, out } = await simulate('--help');
    expect(code).toBe(0);
    expect(out).toContain("The law's clocks\nare real");
    expect(out).toMatch(/with the same\n--run it finds its own again/);
  });
});
