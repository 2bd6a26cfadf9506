import { describe, expect, it } from '@jest/globals';
import { evidenceSchemas } from '../../../contracts/commands/service/evidence.js';
import { evidenceKinds } from '../../../contracts/lifecycles/service/evidence.js';
import { goodEvidence } from '../../support/bodies.js';
import { today } from '../../support/case.js';

const url = 'https://files.example/report.pdf';

describe.each(evidenceKinds)('evidence of the kind %s', (kind) => {
  const schema = evidenceSchemas[kind];

  it('is taken when it names its document', () => {
    expect(schema.safeParse(goodEvidence(kind, today)).error).toBeUndefined();
  });

  it('is no bare address, as a text or as the link of an item', () => {
    expect(schema.safeParse(url).success).toBe(false);
    expect(schema.safeParse({ link: url }).success).toBe(false);
  });

  it.each(['docNo', 'docDate', 'issuer', 'sha256'])('needs its %s', (field) => {
    const { [field]: _left, ...rest } = goodEvidence(kind, today);
    const faults = schema.safeParse(rest).error?.issues.map(({ path }) => path.join('.'));
    expect(faults).toEqual([field]);
  });

  it('has no fields that nobody knows', () => {
    const item = { ...goodEvidence(kind, today), url };
    expect(schema.safeParse(item).error?.issues[0]?.code).toBe('unrecognized_keys');
  });
});
