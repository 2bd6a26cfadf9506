import { createHmac } from 'node:crypto';
import type { Identity } from '../../contracts/commands/request/applicant.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import type { Queryable } from '../postgres/pool.js';

/** Thrown when a request that has claimed its place would claim another one. */
export class ClaimDiffers extends Error {
  override readonly name = 'ClaimDiffers';
}

/** Who wants to have the one open request of a person in a service. */
export interface Claim {
  readonly serviceId: string;
  /** By {@link personHash}. */
  readonly personHash: string;
  readonly requestId: string;
}

/**
 * The hash by which a person is known among applications: without the secret, numbers cannot be
 * tried out. A number of 13 digits was given in Thailand and is one person's, whatever kind of person
 * he says he is; another one is a country's.
 *
 * @param secret the setting `PRASAN_PERSON_SECRET`
 */
export function personHash(identity: Identity, secret: string): string {
  const { kind, number } = identity;
  const country = kind === 'foreigner' && !/^\d{13}$/.test(number) ? identity.country : 'TH';
  return createHmac('sha256', secret)
    .update(JSON.stringify([country, number]))
    .digest('hex');
}

/**
 * The hash by which a body is known again under its Idempotency-Key. It stays in the case when the
 * person was forgotten, so that what a body said cannot be tried out without the secret.
 *
 * @param body as it came; the order of its members does not matter
 * @param secret the setting `PRASAN_PERSON_SECRET`
 */
export function bodyFingerprint(body: unknown, secret: string): string {
  return createHmac('sha256', secret)
    .update(`body\n${canonicalJson(body)}`)
    .digest('hex');
}

/**
 * Claims for a request to be the person's one open request in the service. Repeated for the same
 * request it answers as at first.
 *
 * @returns the request that is open already, when it is another one
 * @throws ClaimDiffers when this request has claimed for another service or person
 */
export async function claim(
  db: Queryable,
  { serviceId, personHash: hash, requestId }: Claim,
): Promise<'claimed' | { readonly heldBy: string }> {
  for (;;) {
    const { rowCount } = await db.query(
      `INSERT INTO prasan.open_application (request_id, service_id, person_hash)
       VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [requestId, serviceId, hash],
    );
    if (rowCount === 1) return 'claimed';
    const { rows } = await db.query<{ request_id: string; is_same: boolean }>(
      `SELECT request_id, service_id = $2 AND person_hash = $3 AS is_same
       FROM prasan.open_application
       WHERE request_id = $1 OR (service_id = $2 AND person_hash = $3 AND closed_at IS NULL)
       ORDER BY request_id = $1 DESC LIMIT 1`,
      [requestId, serviceId, hash],
    );
    const [holder] = rows;
    // Whoever held it has let go in between.
    if (holder === undefined) continue;
    if (holder.request_id !== requestId) return { heldBy: holder.request_id };
    if (holder.is_same) return 'claimed';
    throw new ClaimDiffers(`request ${requestId} has claimed for another service or person`);
  }
}

/**
 * Lets go of a request's place: the person may apply again.
 *
 * @returns whether it was held until now
 */
export async function release(db: Queryable, requestId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE prasan.open_application SET closed_at = now()
     WHERE request_id = $1 AND closed_at IS NULL`,
    [requestId],
  );
  return rowCount === 1;
}
