import { describe, expect, test } from '@jest/globals';
import { isCode, sources } from './sources.js';
import { strayTemporalMakers } from './temporal-makers.js';

const imports = `
  import { Client, Connection as Wire } from '@temporalio/client';
  import * as temporal from '@temporalio/client';
  import { NativeConnection, Worker } from '@temporalio/worker';
  import { TestWorkflowEnvironment } from '@temporalio/testing';
`;

function found(text: string, path: string): string[] {
  return strayTemporalMakers({ path, text: `${imports}\n${text}` });
}

describe('a Temporal client or worker', () => {
  test.each([
    'new Client({ connection, dataConverter: createDataConverter() });',
    'new temporal.Client({ connection });',
    'await Wire.connect({ address });',
    'await temporal.Connection.lazy({ address });',
    'await NativeConnection.connect({ address });',
    'await Worker.create({ taskQueue });',
    'await Worker.runReplayHistory({ workflowBundle }, history);',
    'await TestWorkflowEnvironment.createTimeSkipping();',
  ])('is refused outside infra/temporal: %s', (text) => {
    expect(found(text, 'workers/cli/planted.ts')).toEqual([
      expect.stringContaining('made outside infra/temporal'),
    ]);
    expect(found(text, 'test/workflows/planted.test.ts')).toHaveLength(1);
  });

  test.each([
    'new Client({ connection });',
    'new Client({ connection, dataConverter: {} });',
    'await Worker.create({ taskQueue });',
    'await TestWorkflowEnvironment.createTimeSkipping();',
  ])('is refused without the data-converter factory: %s', (text) => {
    expect(found(text, 'infra/temporal/planted.ts')).toEqual([
      expect.stringContaining('made without createDataConverter()'),
    ]);
  });

  test.each([
    'new Client({ connection, dataConverter: createDataConverter() });',
    'const make = () => { const o = { dataConverter: createDataConverter() }; return Worker.create(o); };',
    'await NativeConnection.connect({ address });',
  ])('is made with it in infra/temporal: %s', (text) => {
    expect(found(text, 'infra/temporal/planted.ts')).toEqual([]);
  });

  test("is not mistaken for another library's", () => {
    const text = "import { Client } from 'pg'; new Client({ connectionString });";
    expect(strayTemporalMakers({ path: 'infra/postgres/planted.ts', text })).toEqual([]);
  });
});

test('all Temporal clients and workers come from infra/temporal, with the factory', () => {
  const code = sources('workflows', 'activities', 'infra', 'workers', 'test').filter(isCode);
  expect(code.flatMap(strayTemporalMakers)).toEqual([]);
});
