import type { FastifyInstance } from 'fastify';
import { readAgencyMap } from '../../infra/postgres/agency-map.js';
import { readAsOf } from '../../infra/postgres/listing.js';
import type { Pool, Queryable } from '../../infra/postgres/pool.js';
import { inSnapshot } from '../../infra/postgres/pool.js';
import {
  agenciesWithFindings,
  allFindings,
  findingTallies,
  pageOfFindings,
} from '../../infra/postgres/register-findings.js';
import { findImport } from '../../infra/postgres/register-imports.js';
import {
  changedRows,
  findStanding,
  newestStandings,
} from '../../infra/postgres/register-standings.js';
import { findingTable } from '../../infra/register/finding-report.js';
import { xlsxOf } from '../../infra/register/spreadsheet.js';
import { namingCursor } from './naming-cursor.js';
import { problem, sendProblem } from './problem.js';
import { findingFilter, readFindingsQuery, readPlainQuery } from './query.js';

/** Imports in one list: two decades of editions. */
export const importsShown = 100;
/** Rows in one answer that tell otherwise than what was here. */
export const changesMax = 1_000;
const limitDefault = 50;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface OfImport {
  readonly Params: { readonly id: string };
}

/** The API of the register's editions, open to all who reach the port: the register is public. */
export function addRegisterApi(app: FastifyInstance, pool: Pool): void {
  /**
   * Imports of editions and their undoings, the newest first: what they are at, what their rows have come to,
   * and how many findings there are.
   */
  app.get('/v1/register/imports', async ({ query }) => {
    readPlainQuery(query);
    return inSnapshot(pool, async (db) => ({
      items: await newestStandings(db, importsShown),
      asOf: await readAsOf(db),
    }));
  });

  /**
   * One import: how it stands, its findings by kind and by agency, the services that are here and not in its
   * file, and the first 1,000 rows that tell otherwise, field by field. 404 when there is none of that id.
   */
  app.get<OfImport>('/v1/register/imports/:id', async ({ params, query }, reply) => {
    readPlainQuery(query);
    const found = await inSnapshot(pool, async (db) => importOf(db, params.id));
    return found ?? sendProblem(reply, noSuchImport);
  });

  /**
   * What was odd about an edition: sheet, cell, code, severity, what stood there and what was done, in English
   * (`did`) and Thai (`didTh`), with the service and agency whose row it is. `agency` (its whole organisation),
   * `code`, `severity`; `sort` by `place` (the file's order), `agency`, `service`, `code` or `severity`; pages by
   * `limit` and `cursor`. `matching` is how many pass the filters.
   */
  app.get<OfImport>('/v1/register/imports/:id/findings', async (httpRequest, reply) => {
    const query = readFindingsQuery(httpRequest.query);
    const { id } = httpRequest.params;
    const list = await inSnapshot(pool, async (db) => {
      if ((await findImport(db, id)) === undefined) return undefined;
      const filter = findingFilter(query, await readAgencyMap(db));
      const page = { limit: query.limit ?? limitDefault, cursor: query.cursor };
      return namingCursor(pageOfFindings(db, id, filter, query.sort ?? 'place', page));
    });
    if (list === undefined) return sendProblem(reply, noSuchImport);
    const { total: matching, ...rest } = list;
    return { ...rest, matching };
  });

  /**
   * The findings as a spreadsheet (.xlsx), one row for each, in Thai and English, every column sorts and filters:
   * what OPDC sends back to the agency that owns the rows (`agency`). `code`, `severity` as in the list.
   */
  app.get<OfImport>('/v1/register/imports/:id/findings.xlsx', async (httpRequest, reply) => {
    const { agency, ...query } = readFindingsQuery(httpRequest.query);
    const { id } = httpRequest.params;
    const findings = await inSnapshot(pool, async (db) => {
      if ((await findImport(db, id)) === undefined) return undefined;
      const filter = findingFilter({ ...query, agency }, await readAgencyMap(db));
      return allFindings(db, id, filter);
    });
    if (findings === undefined) return sendProblem(reply, noSuchImport);
    const name = ['findings', id, ...(agency === undefined ? [] : [agency])].join('-');
    reply.type(xlsxType).header('content-disposition', `attachment; filename="${name}.xlsx"`);
    return reply.send(await xlsxOf(findingTable(findings)));
  });
}

/** All that is told of one import; `undefined` when there is none of that id. */
export async function importOf(db: Queryable, importId: string) {
  const standing = await findStanding(db, importId);
  if (standing === undefined) return undefined;
  return {
    ...standing,
    byCode: await findingTallies(db, importId),
    byAgency: await agenciesWithFindings(db, importId),
    changes: await changedRows(db, importId, changesMax),
  };
}

const noSuchImport = problem(
  'notFound',
  'There is no import of this id. Ids look like 2026-05-03-1f0c22aa-1; /v1/register/imports lists them.',
);
