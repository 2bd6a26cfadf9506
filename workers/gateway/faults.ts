import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { Label } from '../../contracts/lifecycles/service/states.js';
import { BadCursor } from '../../infra/postgres/read-model.js';
import type { TextIssue } from './fault-texts.js';
import { moreFaults, mustBeOneOf, noJson, noSuchField, notValid, textOf } from './fault-texts.js';
import { Problem, sendProblem } from './problem.js';

/** A fault of a field, at its path (JSON Pointer). */
export interface FieldFault {
  readonly path: string;
  readonly text: Label;
}

/** A body may be so large. */
export const bodyBytesMax = 256 * 1024;

const faultsMax = 100;
const nameMax = 80;

/** A body or query with faults, every field named. */
export function faulty(
  code: 'invalidBody' | 'invalidQuery',
  faults: readonly FieldFault[],
): Problem {
  return new Problem(code, listOf(faults), { extra: { errors: faults.map(shownFault) } });
}

function listOf(faults: readonly FieldFault[], from = 0): Label {
  const list = (language: keyof Label) =>
    faults.map(({ path, text }) => `${path.slice(from)}: ${text[language]}`).join('; ');
  return { th: list('th'), en: list('en') };
}

function shownFault({ path, text }: FieldFault): object {
  return { path, message: text.en, details: text };
}

/** What of a zod issue is read here. */
type Issue = Pick<z.core.$ZodIssue, 'path'> & TextIssue;

/** The faults that zod found, one for each field; of very many only the first. */
export function faultsOf(issues: readonly Issue[]): FieldFault[] {
  const all = issues.flatMap((issue) => faultsOfIssue(issue));
  const faults = [...new Map(all.toReversed().map((fault) => [fault.path, fault])).values()];
  faults.reverse();
  if (faults.length <= faultsMax) return faults;
  const rest = moreFaults(faults.length - faultsMax);
  return [...faults.slice(0, faultsMax), { path: '/', text: rest }];
}

function faultsOfIssue(issue: Issue): FieldFault[] {
  if ('keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({
      path: pointer([...issue.path, String(key)]),
      text: noSuchField,
    }));
  }
  const choices = choicesOf(issue);
  const text = choices.length > 0 ? mustBeOneOf(choices) : textOf(issue);
  return [{ path: pointer(issue.path), text }];
}

/** The values that are possible: of an enumeration, or of a union of literals. */
function choicesOf(issue: object): unknown[] {
  if ('values' in issue && Array.isArray(issue.values) && issue.values.length > 1) {
    return issue.values;
  }
  const issues: unknown[] =
    'errors' in issue && Array.isArray(issue.errors) ? issue.errors.flat() : [];
  return issues.flatMap((one) => {
    const isOfValues = typeof one === 'object' && one !== null && 'values' in one;
    return isOfValues && Array.isArray(one.values) ? (one.values as unknown[]) : [];
  });
}

function pointer(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => {
    const name = String(step).replaceAll('~', '~0').replaceAll('/', '~1');
    return name.length > nameMax ? `${name.slice(0, nameMax)}…` : name;
  });
  return `/${steps.join('/')}`;
}

/** Whatever is thrown, and whatever is not there, is answered as a problem. */
export function answerFaults(gateway: FastifyInstance, patterns: readonly RoutePattern[]): void {
  gateway.setErrorHandler((error: FastifyError, httpRequest, reply) => {
    const problem = problemOf(error);
    if (problem.status === 500) httpRequest.log.error({ err: error }, 'a call failed');
    return sendProblem(httpRequest, reply, problem);
  });
  gateway.setNotFoundHandler((httpRequest, reply) => {
    const [path = ''] = httpRequest.url.split('?');
    const allowed = patterns.filter(({ fits }) => fits.test(path)).map(({ method }) => method);
    const problem =
      allowed.length === 0 ? noSuchAddress() : wrongMethod(httpRequest.method, allowed);
    return sendProblem(httpRequest, reply, problem);
  });
}

/** A route, as a concrete path is compared with it. */
export interface RoutePattern {
  readonly method: string;
  readonly fits: RegExp;
}

function noSuchAddress(): Problem {
  return new Problem('notFound', {
    th: 'ไม่มีที่อยู่นี้ ดู /openapi.json',
    en: 'there is no such address; see /openapi.json',
  });
}

function wrongMethod(method: string, allowed: readonly string[]): Problem {
  const list = [...new Set(allowed)].join(', ');
  const details = {
    th: `ที่อยู่นี้ใช้ ${method} ไม่ได้ ใช้ได้เฉพาะ ${list}`,
    en: `this address does not take ${method}; it takes ${list}`,
  };
  return new Problem('methodNotAllowed', details, { headers: { allow: list } });
}

/** The problem that an error is; what is not foreseen is ours. */
export function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BadCursor) {
    const th = 'ใช้ไม่ได้ ให้ใช้ค่า next ของหน้าก่อนโดยไม่แก้ไข';
    return faulty('invalidQuery', [{ path: '/cursor', text: { th, en: error.message } }]);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = faultsOf(
      error.validation.map(({ instancePath, keyword, message, params }) => ({
        ...params,
        path: instancePath.split('/').filter((step) => step !== ''),
        code: keyword,
        message: message ?? notValid.en,
      })),
    );
    if (error.validationContext === 'params') return notThere(faults);
    return faulty(error.validationContext === 'body' ? 'invalidBody' : 'invalidQuery', faults);
  }
  return problemOfServer(error);
}

/** An address whose parameters name nothing that could be there. */
function notThere(faults: readonly FieldFault[]): Problem {
  const { th, en } = listOf(faults, 1);
  const details = { th: `ไม่มีที่อยู่นี้ (${th})`, en: `there is no such address (${en})` };
  return new Problem('notFound', details, { extra: { errors: faults.map(shownFault) } });
}

/** What Fastify and Node find wrong before a route is reached. */
function problemOfServer({ code, statusCode = 500, message }: FastifyError): Problem {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('bodyTooLarge', {
        th: `ข้อมูลต้องไม่เกิน ${bodyBytesMax / 1024} KiB`,
        en: `a body may have ${bodyBytesMax / 1024} KiB at most`,
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('notJson', {
        th: 'ส่ง Content-Type: application/json',
        en: 'send Content-Type: application/json',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return faulty('invalidBody', [{ path: '/', text: noJson }]);
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headersTooLarge', {
        th: 'ส่วนหัวของคำขอรวมกันต้องไม่เกิน 16 KiB',
        en: 'the headers of a request may have 16 KiB together',
      });
    default:
      return statusCode >= 400 && statusCode < 500
        ? faulty('invalidQuery', [
            { path: '/', text: { th: notValid.th, en: code === '' ? notValid.en : message } },
          ])
        : new Problem('internal', {
            th: 'เกิดข้อขัดข้องในระบบ โปรดลองใหม่ภายหลัง',
            en: 'something went wrong here; try again later',
          });
  }
}
