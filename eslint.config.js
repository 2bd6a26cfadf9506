import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Syntax that is refused everywhere but where a later block says otherwise. */
const refused = {
  enums: {
    selector: 'TSEnumDeclaration',
    message: 'Write a const array or object and a type of the same name.',
  },
  topLevelArrow: {
    selector:
      ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > ' +
      'VariableDeclarator:not([id.typeAnnotation]) > ArrowFunctionExpression',
    message: 'Write a function declaration at top level.',
  },
  doubleAssertion: {
    selector: 'TSAsExpression > TSAsExpression',
    message: 'Parse the value (zod) where it enters, instead of asserting it twice.',
  },
  env: {
    selector: [
      "MemberExpression[object.name='process']:matches([property.name='env'], [property.value='env'])",
      "VariableDeclarator[init.name='process'] Property[key.name='env']",
      ":matches(ImportSpecifier[imported.name='env'], ExportSpecifier[local.name='env'])",
    ].join(', '),
    message: 'Settings are read in infra/config.ts alone; take them as an argument.',
  },
  pino: {
    selector: "CallExpression[callee.name='pino']",
    message: 'Loggers are made in infra/logger.ts alone; take one as an argument.',
  },
  asyncValidator: {
    selector:
      "Property[key.name='validator'] > :matches(ArrowFunctionExpression, FunctionExpression)[async=true]",
    message: 'A validator must decide at once: an async one accepts everything.',
  },
  throwError: {
    selector: 'ThrowStatement > NewExpression[callee.name=/^(|Type|Range|Syntax)Error$/]',
    message: 'Throw ApplicationFailure: any other error retries the workflow task for ever.',
  },
};

function refuse(...names) {
  return { 'no-restricted-syntax': ['error', ...names.map((name) => refused[name])] };
}

const everywhere = ['enums', 'topLevelArrow', 'doubleAssertion', 'asyncValidator'];

/** Names of the Temporal SDK that make a client, a connection or a worker. */
const temporalMakers = [
  { name: '@temporalio/client', importNames: ['Client', 'WorkflowClient', 'Connection'] },
  { name: '@temporalio/worker', importNames: ['Worker', 'NativeConnection'] },
].map((path) => ({
  ...path,
  allowTypeImports: true,
  message: 'Temporal is reached through infra/temporal, which sets the one data converter.',
}));

/** What the workflow sandbox does not have, or must not use. */
const outsideSandbox = {
  regex: '^(node:|zod$|zod/)',
  allowTypeImports: true,
  message: 'Workflows are deterministic: only types may come from here.',
};

const sandboxGlobals = [
  { name: 'setTimeout', message: 'Use sleep or condition of @temporalio/workflow.' },
  { name: 'setInterval', message: 'Use sleep or condition of @temporalio/workflow.' },
  { name: 'fetch', message: 'The world is reached through activities.' },
  { name: 'process', message: 'Settings reach a workflow as arguments.' },
  { name: 'Buffer', message: 'Workflows see plain data; use Uint8Array.' },
];

const testFiles = ['test/**/*.{ts,tsx}'];
const unsafe = ['argument', 'assignment', 'call', 'member-access', 'return'];

export default defineConfig(
  globalIgnores(['node_modules/', '.prasan/', 'coverage/', '**/generated/']),
  {
    name: 'all code',
    files: ['**/*.{ts,tsx,js,mjs,cjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-catch': 'error',
      ...refuse(...everywhere, 'env', 'pino'),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-restricted-imports': ['error', { paths: temporalMakers }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true }],
      // An async function without await is how a port answers at once.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Libraries write methods in the types of plain functions (`{ heartbeat }` of kafkajs).
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    name: 'plain JavaScript: what runs before anything is installed, and configuration',
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    name: 'configuration files',
    files: ['*.{js,cjs}', '.*.cjs'],
    rules: { 'no-restricted-exports': 'off', ...refuse('enums') },
  },
  {
    name: 'CommonJS, where a library loads a file by path',
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    name: 'the sandbox of workflows',
    files: ['workflows/**/*.ts'],
    rules: {
      ...refuse(...everywhere, 'env', 'pino', 'throwError'),
      'no-restricted-globals': ['error', ...sandboxGlobals],
      // Handlers change the case while the main flow waits; the compiler does not know.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: temporalMakers, patterns: [outsideSandbox] },
      ],
    },
  },
  {
    name: 'the one place that makes Temporal clients and workers',
    files: ['infra/temporal/**/*.ts', 'test/support/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    name: 'the one reader of settings',
    files: ['infra/config.ts'],
    rules: refuse(...everywhere, 'pino'),
  },
  {
    name: 'the one maker of loggers',
    files: ['infra/logger.ts'],
    rules: refuse(...everywhere, 'env'),
  },
  {
    name: 'what talks to a terminal',
    files: [
      'workers/cli/**',
      'infra/local/**',
      'infra/contracts/generate.ts',
      'infra/register/make-sample.ts',
      'test/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'the launcher: it makes the settings of the processes it starts',
    files: ['infra/local/**/*.{ts,mjs}'],
    rules: refuse(...everywhere, 'pino'),
  },
  {
    name: 'tests and their helpers',
    files: testFiles,
    rules: {
      ...refuse('enums'),
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Parsed JSON and expect.any() are `any`; an assertion follows at once.
      ...Object.fromEntries(unsafe.map((rule) => [`@typescript-eslint/no-unsafe-${rule}`, 'off'])),
    },
  },
  {
    name: 'jest',
    files: ['test/**/*.test.{ts,tsx}'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect*',
            '**.expect*',
            'fc.assert',
            'assert*',
            'eventually',
            'until*',
          ],
        },
      ],
      'jest/no-conditional-expect': 'off',
      'jest/no-disabled-tests': 'error',
      'jest/no-commented-out-tests': 'error',
    },
  },
);
