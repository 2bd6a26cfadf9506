import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import type { AgencyEndpoints } from '../../../infra/agency-link/endpoints.js';
import { PaymentNotice } from '../../../contracts/payment/bills.js';
import { billReferences } from '../../../contracts/payment/references.js';
import { agencyCallbackRoute } from './agency-callbacks.js';
import { faultsOf, faulty } from '../faults.js';
import { answering } from '../openapi.js';
import type { Problem } from '../problem.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import { noSuchRequest } from './reading.js';
import type { RequestSources } from './routes.js';
import { RequestParams } from './shapes.js';
import { jsonOf, needSigned, pathOf } from './signed-body.js';

/** Keys by which systems that call back sign. */
export interface CallbackKeys {
  readonly payments: readonly SigningKey[];
  /** By agency: its own system's. */
  readonly agencies: AgencyEndpoints;
}

/**
 * `POST /v1/payment-callbacks/{id}`: the treasury tells that a bill was paid. It is a word to ask by:
 * the case asks the treasury itself, so a notice that is repeated, late or wrong does no harm.
 */
export function callbackRoutes(gateway: Gateway, sources: RequestSources): void {
  const { desk, callbackKeys } = sources;
  void gateway.register((routes, _options, done) => {
    routes.removeContentTypeParser('application/json');
    routes.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, raw, got) => {
      got(null, { raw });
    });
    agencyCallbackRoute(routes.withTypeProvider<ZodTypeProvider>(), sources);
    routes.post(
      '/v1/payment-callbacks/:id',
      {
        config: { rule: 'public' },
        // The bytes are looked at before they are read as anything.
        validatorCompiler: () => () => true,
        schema: {
          tags: ['callbacks'],
          summary: 'The treasury tells a payment; signed (docs/agency-link.md)',
          params: RequestParams,
          querystring: NoQuery,
          body: PaymentNotice,
          response: answering(z.object({ taken: z.literal(true) })),
        },
      },
      async (httpRequest) => {
        const { id } = pathOf(httpRequest);
        needSigned(httpRequest, callbackKeys.payments);
        const notice = PaymentNotice.safeParse(jsonOf(httpRequest));
        if (!notice.success) throw faulty('invalidBody', faultsOf(notice.error.issues));
        const { ref1 } = billReferences({ requestId: id, feeId: '', number: 1 });
        if (notice.data.ref1 !== ref1) throw ofAnotherRequest(id);
        if (!(await desk.tellPayment(id))) throw noSuchRequest(id);
        return { taken: true };
      },
    );
    done();
  });
}

function ofAnotherRequest(requestId: string): Problem {
  return faulty('invalidBody', [
    {
      path: '/ref1',
      text: {
        th: `ref1 เป็นของคำขออื่น ไม่ใช่ ${requestId}`,
        en: `ref1 is of another request than ${requestId}`,
      },
    },
  ]);
}
