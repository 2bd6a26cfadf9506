/**
 * Identifiers, each made by one function and taken apart by one.
 *
 * A service's id is the register's (`SVC0106`), or our own (`PRS` and ten characters) until a later
 * register row is linked to it by a person's decision (design §2.1).
 */

/** Shape of the id of a row of the register. */
export const registerIdPattern = /^SVC\d{4,6}$/;
/** Shape of a service id: the register's, or our own. */
export const serviceIdPattern = /^(SVC\d{4,6}|PRS[0-9A-HJKMNP-TV-Z]{10})$/;
/** Shape of an agency id of the register. */
export const agencyIdPattern = /^AGY\d{3,5}$/;
/** Shape of a ministry id of the register. */
export const ministryIdPattern = /^MIN\d{3,5}$/;

/** Workflow id (and event subject) of a service. */
export function serviceSubject(serviceId: string): string {
  return `service/${serviceId}`;
}

/** Workflow id (and event subject) of an agency. */
export function agencySubject(agencyId: string): string {
  return `agency/${agencyId}`;
}

/** The service id in a subject; `undefined` when the subject is no service. */
export function serviceIdOf(subject: string): string | undefined {
  return subject.startsWith('service/') ? subject.slice('service/'.length) : undefined;
}

/** The agency id in a subject; `undefined` when the subject is no agency. */
export function agencyIdOf(subject: string): string | undefined {
  return subject.startsWith('agency/') ? subject.slice('agency/'.length) : undefined;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of a proposed service, from the last 50 bits of a uuid: the same uuid gives the same id. */
export function proposedServiceId(uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '').slice(-13)}`);
  let text = '';
  for (let i = 0; i < 10; i += 1) {
    text = `${crockford[Number(bits & 31n)] ?? '0'}${text}`;
    bits >>= 5n;
  }
  return `PRS${text}`;
}

/** Task queue of the onboarding worker: services and agencies. */
export const onboardingTaskQueue = 'onboarding';

/** Shape of a request id: a uuid (version 5, of portal and Idempotency-Key). */
export const requestIdPattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Workflow id (and event subject) of a citizen's request. */
export function requestSubject(requestId: string): string {
  return `request/${requestId}`;
}

/** The request id in a subject; `undefined` when the subject is no request. */
export function requestIdOf(subject: string): string | undefined {
  return subject.startsWith('request/') ? subject.slice('request/'.length) : undefined;
}

/** Workflow id (and event subject) of an appeal: a case of its own (design §11). */
export function appealSubject(requestId: string, number: number): string {
  return `appeal/${requestId}/${number}`;
}

/** Request id and number in an appeal's subject; `undefined` when the subject is no appeal. */
export function appealIdOf(subject: string): { requestId: string; number: number } | undefined {
  const found = /^appeal\/([0-9a-f-]{36})\/([1-9]\d*)$/.exec(subject);
  return found === null ? undefined : { requestId: found[1] ?? '', number: Number(found[2]) };
}

/** Workflow id of an import of an edition of the register, or of the undoing of one. */
export function importSubject(importId: string): string {
  return `import/${importId}`;
}

/** Workflow id (and event subject) of a service's citizens' manual. */
export function manualSubject(serviceId: string): string {
  return `manual/${serviceId}`;
}

/** Workflow id (and event subject) of the national calendar's changes. */
export const calendarSubject = 'calendar';

/** Workflow id of a re-clocking campaign. */
export function campaignSubject(campaignId: string): string {
  return `campaign/${campaignId}`;
}

/** Shape of a campaign's id: the change's number and the day it is about, e.g. `1-2026-12-28`. */
export const campaignIdPattern = /^[1-9]\d{0,5}-\d{4}-\d{2}-\d{2}$/;

/** Task queue of the worker of citizens' requests. */
export const requestTaskQueue = 'citizen-request';
