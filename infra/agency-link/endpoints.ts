import { z } from 'zod';
import type { SigningKey } from '../../contracts/agency-link/signature.js';
import { agencyIdPattern } from '../../contracts/ids.js';
import { BaseUrl, JsonText, KeySetting } from '../http/signing-keys.js';

/** Where an agency's own system is, and the secret shared with it. */
const AgencyEndpoint = z.strictObject({
  url: BaseUrl,
  ...KeySetting.shape,
  /** Keys that its calls may still, or already, be signed with. */
  accepts: z.array(KeySetting).max(4).optional(),
});
/** Where an agency's own system is, and the secret shared with it. */
export type AgencyEndpoint = z.output<typeof AgencyEndpoint>;

/** The setting `PRASAN_AGENCY_ENDPOINTS`: JSON, `{"AGY009": {"url": …, "kid": …, "secret": …}}`. */
export const AgencyEndpoints = JsonText.pipe(
  z.record(
    z.string().regex(agencyIdPattern, 'is no agency id, as AGY009'),
    AgencyEndpoint,
    'must be an object: agency id → {url, kid, secret}',
  ),
).transform((endpoints): ReadonlyMap<string, AgencyEndpoint> => new Map(Object.entries(endpoints)));
/** Endpoints by agency id. */
export type AgencyEndpoints = z.output<typeof AgencyEndpoints>;

/** The keys that a call of this agency may be signed with. */
export function acceptedKeys({ kid, secret, accepts = [] }: AgencyEndpoint): SigningKey[] {
  return [{ kid, secret }, ...accepts];
}
