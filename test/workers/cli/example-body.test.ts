import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { bodySchema, ServiceProposal } from '../../../contracts/commands/service/bodies.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { modes, serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { exampleOf } from '../../../workers/cli/example-body.js';

const at = Date.parse('2026-11-24T02:00:00.000Z');

const cases = serviceStates.flatMap((state) =>
  [null, ...modes].flatMap((mode) => serviceActions.map((action) => ({ state, mode, action }))),
);

/** Faults by which a schema asks for more than its shape can say. */
function shapeFaults(schema: z.ZodType): string[] {
  const example = exampleOf(z.toJSONSchema(schema, { io: 'input' }), at);
  const parsed = schema.safeParse(example);
  return (parsed.error?.issues ?? [])
    .filter(({ code }) => code !== 'custom')
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the example of a body', () => {
  it('fits the schema of every action in every state and mode', () => {
    const faults = cases.flatMap(({ state, mode, action }) =>
      shapeFaults(bodySchema(action, { state, mode })).map((fault) => `${action}: ${fault}`),
    );
    expect([...new Set(faults)]).toEqual([]);
  });

  it('fits a proposal', () => {
    expect(shapeFaults(ServiceProposal)).toEqual([]);
  });

  it('says of texts what belongs there, and dates them today', () => {
    const schema = bodySchema('discontinue', { state: 'live', mode: null });
    expect(exampleOf(z.toJSONSchema(schema, { io: 'input' }), at)).toEqual({
      reason: '<Why, in words; kept in the case, never in events>',
      evidence: {
        order: {
          docNo: '<Number of the document, as its issuer wrote it>',
          docDate: '2026-11-24',
          issuer: '<Who issued it>',
          sha256: '0'.repeat(64),
        },
      },
    });
  });
});
