import { describe, expect, it } from '@jest/globals';
import { checkFile } from '../../../contracts/lifecycles/request/documents.js';
import { documentsFor } from '../../../contracts/manuals/procedure.js';
import { exampleSubmission } from '../../../workers/cli/request-example.js';
import { Submission } from '../../../workers/gateway/requests/shapes.js';
import { manuals } from '../../contracts/manuals/samples.js';

const cases = manuals.flatMap((manual) =>
  manual.applicants.map((kind) => ({ serviceId: manual.serviceId, kind, manual })),
);

describe('the example of a submission', () => {
  it.each(cases)('to $serviceId by a $kind fits what the manual asks', ({ manual, kind }) => {
    const submission = Submission.parse(exampleSubmission(manual, kind));
    const { applicant, documents, office, delivery } = submission;
    expect(applicant.identity.kind).toBe(kind);
    const needed = documentsFor(manual, kind)
      .filter(({ from, isOptional }) => from === 'applicant' && isOptional !== true)
      .map(({ documentId }) => documentId);
    expect(documents.map(({ documentId }) => documentId)).toEqual(needed);
    expect(documents.map((one) => checkFile(manual, one))).toEqual(needed.map(() => undefined));
    expect(manual.offices.map(({ officeId }) => officeId)).toContain(office);
    expect(delivery).toBe(manual.deliveries[0]);
  });

  it('is of another person each time, whom nobody can be', () => {
    const [{ manual }] = cases as [(typeof cases)[number]];
    const numbers = Array.from({ length: 20 }, () => {
      const { applicant } = Submission.parse(exampleSubmission(manual, 'juristic'));
      return applicant.identity.number;
    });
    expect(new Set(numbers).size).toBeGreaterThan(15);
    for (const number of numbers) expect(number).toMatch(/^00000\d{8}$/);
  });
});
