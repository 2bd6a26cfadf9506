/** URI of the immutable JSON Schema of `service.status.v1` data. */
export const serviceStatusSchemaV1 = 'https://contracts.prasan.th/events/service-status.v1.json';

/** URI of the immutable JSON Schema of `registry.change.v1` data. */
export const registryChangeSchemaV1 = 'https://contracts.prasan.th/events/registry-change.v1.json';

/** The CloudEvents type of a change of the registry. */
export function registryEventType(kind: 'agencyRecorded' | 'agencyDigestSent'): string {
  return `th.prasan.registry.${kind}.v1`;
}
