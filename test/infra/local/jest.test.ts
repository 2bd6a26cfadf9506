import { describe, expect, it } from '@jest/globals';
import { chooseProjects, lastLine, sum, totalsOf, withTests } from '../../../infra/local/jest.js';

const result = {
  ...{ numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
  ...{ numPendingTests: 0, numTodoTests: 0 },
};

describe('the arguments of npm test', () => {
  it('choose all projects when they name none', () => {
    expect(chooseProjects(['-t', 'a name'])).toEqual({
      chosen: ['unit', 'integration', 'faults', 'e2e'],
      rest: ['-t', 'a name'],
    });
  });

  it('name projects, in any order, and the rest goes to jest', () => {
    expect(
      chooseProjects(['-t', 'x', '--selectProjects', 'e2e', 'unit', 'test/a.test.ts']),
    ).toEqual({ chosen: ['unit', 'e2e'], rest: ['-t', 'x', 'test/a.test.ts'] });
    expect(chooseProjects(['--selectProjects', 'faults']).rest).toEqual([]);
  });

  it('are refused when they name no project that there is', () => {
    expect(() => chooseProjects(['--selectProjects', 'units'])).toThrow(
      '--selectProjects takes some of: unit, integration, faults, e2e.',
    );
  });

  it('leave out the projects that have no test for them: these need no servers', async () => {
    await expect(withTests(['unit', 'e2e'], ['test/infra/local/jest.test.ts'])).resolves.toEqual([
      'unit',
    ]);
    await expect(withTests(['unit', 'e2e'], [])).resolves.toEqual(['unit', 'e2e']);
  });
});

describe('the totals of npm test', () => {
  it('count tests by outcome', () => {
    const json = { ...result, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
    expect(totalsOf(json, 1)).toEqual({ passed: 12, failed: 2, skipped: 4 });
  });

  it('count a file that cannot be run as failed, beside the tests that have', () => {
    const json = { ...result, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
    expect(totalsOf(json, 1)).toMatchObject({ failed: 3 });
  });

  it('count a run that ends badly as failed, also when it names no test', () => {
    expect(totalsOf(result, 1)).toMatchObject({ passed: 12, failed: 1 });
    expect(totalsOf(result, null)).toMatchObject({ failed: 1 });
    expect(totalsOf({}, 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(totalsOf(result, 0)).toMatchObject({ failed: 0 });
  });

  it('are added up, and end in one line', () => {
    const one = { passed: 12, failed: 0, skipped: 0 };
    expect(lastLine(sum([one, one]))).toBe('24 passed, 0 failed');
    expect(lastLine(sum([one, { passed: 1, failed: 2, skipped: 3 }]))).toBe(
      '13 passed, 2 failed, 3 skipped',
    );
    expect(lastLine(sum([]))).toBe('0 passed, 0 failed');
  });
});
