import type { RegisterFacts } from '../../contracts/commands/service/register.js';
import { isSameJson } from '../../contracts/same-json.js';
import type { Pool } from '../postgres/pool.js';
import type { RegisterImport, StagedRow } from '../postgres/register-imports.js';
import {
  createImport,
  formerAgencies,
  keptServices,
  writtenRows,
} from '../postgres/register-imports.js';
import type { RegisterKnowledge } from '../postgres/register-knowledge.js';
import type { KnownService, RowWork } from './known.js';
import { factsOf } from './writes.js';

/** Why what an import did stays as it is. */
export type KeptBecause = 'touchedSince' | 'movedSince' | 'notFound';

/** A row that an import wrote, with what undoing it comes to. */
export interface UndoneRow extends StagedRow {
  readonly keptBecause?: KeptBecause;
}

/** What undoing an import would do. */
export interface UndoPlan {
  readonly rows: readonly UndoneRow[];
  /** Services that would be registered in error, those that would be as before, and those that stay. */
  readonly counts: { readonly created: number; readonly changed: number; readonly kept: number };
}

/** Plans the undoing of an import: whatever nobody has touched since goes back to what it was. */
export async function planUndo(
  pool: Pool,
  { importId }: Pick<RegisterImport, 'importId'>,
  knowledge: RegisterKnowledge,
): Promise<UndoPlan> {
  const known = new Map(knowledge.services.map((one) => [one.serviceId, one]));
  const rows = (await writtenRows(pool, importId)).map((row) => undoneOf(row, known));
  const counts = { created: 0, changed: 0, kept: 0 };
  for (const { outcome } of rows) {
    if (outcome === 'created' || outcome === 'changed' || outcome === 'kept') counts[outcome] += 1;
  }
  return { rows, counts };
}

function undoneOf(row: StagedRow, known: ReadonlyMap<string, KnownService>): UndoneRow {
  const back = backOf(row.work);
  if (back === null) return { ...row, work: null };
  const isListing = back.next.kind === 'list';
  const why = keptBecause(back.former, known.get(back.serviceId), isListing);
  return why === undefined
    ? { ...row, work: back }
    : { ...row, outcome: 'kept', work: null, keptBecause: why };
}

type Write = Extract<RowWork, { kind: 'write' }>;

/** What undoes a work; `null` where the edition alone was kept. */
function backOf(work: RowWork | null): Write | null {
  if (work === null) return null;
  if (work.kind === 'write') {
    const { serviceId, next, back, former } = work;
    const now = next.kind === 'restate' ? factsOf(next) : former;
    return { kind: 'write', serviceId, former: now, next: back, back: next };
  }
  const { serviceId, agencyId, ministryId, name, origin } = work.start;
  if (origin.kind !== 'register') return null;
  const { state, exclusion = null, basis: register } = origin;
  const told = { agencyId, ministryId, name, state, exclusion };
  return {
    ...{ kind: 'write', serviceId, former: factsOf(told), next: { kind: 'registerInError' } },
    back: { kind: 'restate', ...told, register },
  };
}

function keptBecause(
  former: RegisterFacts,
  known: KnownService | undefined,
  isListing: boolean,
): KeptBecause | undefined {
  if (known === undefined) return 'notFound';
  // Where its row stands is the register's alone, whoever has acted on it.
  if (known.isTouched && !isListing) return 'touchedSince';
  return isSameJson(factsOf(known), former) ? undefined : 'movedSince';
}

/**
 * Keeps a planned undoing, as an import is kept.
 *
 * @returns its id
 * @throws ImportUnderWay
 */
export async function stageUndo(
  pool: Pool,
  one: RegisterImport,
  { rows, counts }: UndoPlan,
  knownAt: object,
): Promise<string> {
  const importId = `${one.importId}-undo`;
  const { file, sha256, source, asOf, sheet, plan } = one;
  await createImport(
    pool,
    {
      ...{ importId, undoes: one.importId, file, sha256, source, asOf, sheet, knownAt },
      plan: {
        rows: rows.length,
        counts: { created: counts.created, changed: counts.changed, unchanged: 0, refused: 0 },
        missing: [],
        report: { ...plan.report, kept: keptOf(rows) },
      },
    },
    rows,
    [],
    await formerAgencies(pool, one.importId),
  );
  return importId;
}

/** A service that an undoing leaves as it is. */
export interface KeptService {
  readonly serviceId: string;
  readonly because: KeptBecause;
}

/** What would stay, and why. */
export function keptOf(rows: readonly UndoneRow[]): KeptService[] {
  return rows.flatMap(({ serviceId, keptBecause: because }) =>
    because === undefined ? [] : [{ serviceId, because }],
  );
}

/** What has stayed, and why; of what was not foretold the case said that it had moved. */
export async function keptBy(
  pool: Pool,
  undoing: string,
  { rows }: UndoPlan,
): Promise<KeptService[]> {
  const foretold = new Map(keptOf(rows).map((one) => [one.serviceId, one.because]));
  const kept = await keptServices(pool, undoing);
  return kept.map((serviceId) => ({
    serviceId,
    because: foretold.get(serviceId) ?? 'movedSince',
  }));
}
