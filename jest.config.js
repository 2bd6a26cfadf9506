/**
 * Tests in four projects: `npx jest --selectProjects unit` needs nothing but Node; `integration`,
 * `faults` and `e2e` need servers, which `npm test` starts. Jest runs ESM, so NODE_OPTIONS must
 * have --experimental-vm-modules.
 */

function compile(parser) {
  return [
    '@swc/jest',
    {
      jsc: {
        parser,
        target: 'es2022',
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ];
}

function project(displayName, settings) {
  return {
    displayName,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    transform: {
      '\\.ts$': compile({ syntax: 'typescript' }),
      '\\.tsx$': compile({ syntax: 'typescript', tsx: true }),
    },
    // Source imports say `./x.js`, as Node wants it; the file is x.ts or x.tsx.
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    modulePathIgnorePatterns: ['<rootDir>/.prasan/'],
    setupFiles: ['<rootDir>/test/support/settings.ts'],
    ...settings,
  };
}

const integration = '\\.integration\\.test\\.tsx?$';
const apart = '<rootDir>/test/(faults|e2e|bench)/';

export default {
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // Jest knows no timeout per project; `npm test` sets a shorter one for the unit tests.
  testTimeout: 60_000,
  projects: [
    project('unit', {
      testMatch: ['<rootDir>/test/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', apart, integration],
    }),
    project('integration', {
      testMatch: ['<rootDir>/test/**/*.integration.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', apart],
    }),
    project('faults', { testMatch: ['<rootDir>/test/faults/**/*.test.ts'] }),
    project('e2e', { testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] }),
  ],
};
