import { z } from 'zod';
import { AgencyAnswer } from '../../contracts/agency-link/answers.js';
import {
  AgencyAccepted,
  AgencyDispatch,
  AgencyNotice,
  AgencyProblem,
} from '../../contracts/agency-link/messages.js';
import { Bill, BillRequest, BillStatus, PaymentNotice } from '../../contracts/payment/bills.js';

/** JSON Schemas of what goes between Prasan and an agency's own system, by name under `$defs`. */
export function agencyLinkSchemas(): object {
  return definitions('https://contracts.prasan.th/links/agency-link.v1.json', {
    ...{ AgencyDispatch, AgencyAccepted, AgencyAnswer, AgencyNotice, AgencyProblem },
  });
}

/** JSON Schemas of what goes between Prasan and the treasury, by name under `$defs`. */
export function paymentSchemas(): object {
  return definitions('https://contracts.prasan.th/links/payment.v1.json', {
    BillRequest,
    Bill,
    BillStatus,
    PaymentNotice,
  });
}

function definitions(id: string, types: Readonly<Record<string, z.ZodType>>): object {
  const schemas = Object.entries(types).map(([name, type]) => {
    const { $schema: _version, ...schema } = z.toJSONSchema(type, {
      ...{ target: 'draft-2020-12', io: 'input' },
    });
    return [name, schema] as const;
  });
  const version = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema: version, $id: id, $defs: Object.fromEntries(schemas) };
}
