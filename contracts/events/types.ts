/** URI of the immutable JSON Schema of `service.status.v1` data. */
export const serviceStatusSchemaV1 = 'https://contracts.prasan.th/events/service-status.v1.json';

/** URI of the immutable JSON Schema of `registry.change.v1` data. */
export const registryChangeSchemaV1 = 'https://contracts.prasan.th/events/registry-change.v1.json';

/** The CloudEvents type of a change of the registry. */
export function registryEventType(
  kind:
    | 'agencyRecorded'
    | 'agencyDigestSent'
    | 'agencyMerged'
    | 'agencyUnmerged'
    | 'mergeRefused'
    | 'manualPublished'
    | 'calendarDeclared'
    | 'calendarWithdrawn',
): string {
  return `th.prasan.registry.${kind}.v1`;
}

/** URI of the immutable JSON Schema of the data on `request.status.biz.v1` and `…citizen.v1`. */
export const requestStatusSchemaV1 = 'https://contracts.prasan.th/events/request-status.v1.json';

/** URI of the immutable JSON Schema of `request.notice.v1` data. */
export const requestNoticeSchemaV1 = 'https://contracts.prasan.th/events/request-notice.v1.json';

/** The CloudEvents type of a notice to OPDC. */
export function requestNoticeType(kind: string): string {
  return `th.prasan.requestNotice.${kind}.v1`;
}

/** URI of the immutable JSON Schema of the data of appeals' events. */
export const appealStatusSchemaV1 = 'https://contracts.prasan.th/events/appeal-status.v1.json';

/** The CloudEvents type of what happened to an appeal. */
export function appealEventType(kind: string): string {
  return `th.prasan.appeal.${kind}.v1`;
}
