import type { Pool } from '../../infra/postgres/pool.js';

/** Agencies that the register is to know, without an edition of it. */
export async function knowAgencies(pool: Pool, agencyIds: readonly string[]): Promise<void> {
  await pool.query(
    `INSERT INTO prasan.agency (agency_id, sequence, updated_at, name_th)
     SELECT id, 1, now(), id FROM unnest($1::text[]) AS id ON CONFLICT DO NOTHING`,
    [agencyIds],
  );
}
