/**
 * Identifiers, each made by one function and taken apart by one.
 *
 * A service's id is the register's (`SVC0106`), or our own (`PRS` and ten characters) until a later
 * register row is linked to it by a person's decision (design §2.1).
 */

/** Shape of a service id. */
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
