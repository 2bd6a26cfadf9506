import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AgencyAnswer } from '../../../contracts/agency-link/answers.js';
import { partAnswer } from '../../../contracts/agency-link/arrived.js';
import type { SignatureFault } from '../../../contracts/agency-link/signature.js';
import { isInScope } from '../../../contracts/agency-map.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import { isKnown } from '../../../contracts/lifecycles/request/dispatch.js';
import type { AgencyEndpoints } from '../../../infra/agency-link/endpoints.js';
import { acceptedKeys } from '../../../infra/agency-link/endpoints.js';
import { faultsOf, faulty } from '../faults.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import { noSuchRequest } from './reading.js';
import type { RequestSources } from './routes.js';
import { RequestParams } from './shapes.js';
import { badSignature, faultOf, jsonOf, pathOf } from './signed-body.js';

/**
 * `POST /v1/agency-callbacks/{id}`: an agency's own system answers. Its words are sealed before they
 * go into the case, which judges the answer in its turn; one that it knows already is not sent on.
 *
 * @param routes takes bodies as they come, byte for byte
 */
export function agencyCallbackRoute(
  routes: Gateway,
  { desk, callbackKeys }: Pick<RequestSources, 'desk' | 'callbackKeys'>,
): void {
  routes.post(
    '/v1/agency-callbacks/:id',
    {
      config: { rule: 'public' },
      // The bytes are looked at before they are read as anything.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['callbacks'],
        summary: "An agency's own system answers; signed (docs/agency-link.md)",
        params: RequestParams,
        querystring: NoQuery,
        body: AgencyAnswer,
        response: answering(z.object({ taken: z.literal(true) })),
      },
    },
    async (httpRequest) => {
      const { id } = pathOf(httpRequest);
      const signers = signersOf(httpRequest, callbackKeys.agencies);
      const answer = AgencyAnswer.safeParse(jsonOf(httpRequest));
      if (!answer.success) throw faulty('invalidBody', faultsOf(answer.error.issues));
      const { data } = answer;
      if (data.requestId !== id) throw ofAnotherRequest(id);
      const view = await desk.find(id);
      if (view === undefined) throw noSuchRequest(id);
      const { agencyId, dispatch, state } = view.request;
      if (!isInScope(agencyId, signers))
        throw Problem.refused(refuse('notYourAgency', { agencyId }));
      if (dispatch === null || dispatch.status === 'refused') throw notThere(state);
      const { plain, words } = partAnswer(data, Date.now());
      if (isKnown(dispatch, plain)) return { taken: true } as const;
      const sealed = words === undefined ? null : await desk.seal(id, 'words', words);
      if (!(await desk.tellAnswer(id, { ...plain, words: sealed }))) throw notThere(state);
      return { taken: true } as const;
    },
  );
}

/** The agencies whose system may have signed a call: names of keys are each agency's own choice. */
function signersOf(httpRequest: FastifyRequest, agencies: AgencyEndpoints): string[] {
  const faults = [...agencies].map(([agencyId, endpoint]) => ({
    agencyId,
    fault: faultOf(httpRequest, acceptedKeys(endpoint)),
  }));
  const signers = faults.filter(({ fault }) => fault === undefined);
  if (signers.length > 0) return signers.map(({ agencyId }) => agencyId);
  throw badSignature(nearest(faults.map(({ fault }) => fault)));
}

/** What comes nearest to a right signature says most. */
function nearest(faults: readonly (SignatureFault | undefined)[]): SignatureFault {
  const order: readonly SignatureFault[] = ['stale', 'mismatch', 'malformed', 'missing'];
  return order.find((fault) => faults.includes(fault)) ?? 'unknownKey';
}

function notThere(state: RequestCase['state']): Problem {
  return Problem.refused(refuse('notAtAgencySystem', { state }));
}

function ofAnotherRequest(requestId: string): Problem {
  return faulty('invalidBody', [
    {
      path: '/requestId',
      text: {
        th: `requestId เป็นของคำขออื่น ไม่ใช่ ${requestId}`,
        en: `requestId is of another request than ${requestId}`,
      },
    },
  ]);
}
