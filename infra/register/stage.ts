import type { Client } from '@temporalio/client';
import type { ImportOrder } from '../../contracts/commands/register/messages.js';
import { importWorkflowType } from '../../contracts/commands/register/messages.js';
import { importSubject, onboardingTaskQueue } from '../../contracts/ids.js';
import { readMerging } from '../postgres/agency-map.js';
import type { Pool } from '../postgres/pool.js';
import type { OwnedFinding, RegisterImport } from '../postgres/register-imports.js';
import { createImport, importsOf } from '../postgres/register-imports.js';
import { readAgencies, readKnowledge } from '../postgres/register-knowledge.js';
import { startCase } from '../temporal/cases.js';
import type { Finding } from './findings.js';
import type { MappedEdition } from './map.js';
import { mapEdition } from './map.js';
import type { MergeProposal } from './merge-candidates.js';
import { mergesOf } from './merges-of.js';
import { organisations } from './organisations.js';
import type { EditionPlan } from './plan.js';
import { planEdition } from './plan.js';
import type { RegisterEdition } from './read.js';
import type { AgencyRenaming } from './renamings.js';
import { renamingsOf } from './renamings.js';
import type { EditionTotals } from './totals-of.js';
import { totalsOf } from './totals-of.js';

/** What of an edition a row is planned again with. */
export type EditionHead = Pick<RegisterEdition, 'sheet' | 'columns' | 'asOf' | 'sha256'>;

/** Who publishes the register, unless it is said otherwise. */
export const usualSource = 'DGA (สพร.)';

/** What the plan of an import keeps besides its counts. */
export interface ImportReport {
  readonly columns: RegisterEdition['columns'];
  readonly totals: EditionTotals;
  /** Agency ids that may be one organisation's: proposals for a person. */
  readonly merges: readonly MergeProposal[];
  /** Of how many agencies it tells. */
  readonly agencies: number;
  /** What it tells otherwise of agencies; imports from before this was kept have none. */
  readonly renamed?: readonly AgencyRenaming[];
  readonly findings: Readonly<Record<string, number>>;
}

/** An edition that was read, mapped and compared. */
export interface PlannedEdition {
  readonly edition: RegisterEdition;
  readonly mapped: MappedEdition;
  readonly plan: EditionPlan;
  readonly merges: readonly MergeProposal[];
  readonly renamed: readonly AgencyRenaming[];
  /** Next offsets of `service.status.v1` by partition, as the comparison knew them. */
  readonly knownAt: object;
}

/** Compares an edition with what is known here now; nothing is done. */
export async function planAgainst(pool: Pool, edition: RegisterEdition): Promise<PlannedEdition> {
  const mapped = mapEdition(edition);
  const { services, knownAt } = await readKnowledge(pool);
  const { map, refused } = await readMerging(pool);
  const knowledge = { services, isSameOrganisation: organisations(map) };
  const pairs = refused.map(({ agencyId: from, into }) => ({ from, into }));
  const merges = mergesOf(edition, { map, at: new Date().toISOString(), refused: pairs });
  const renamed = renamingsOf(mapped.agencies, await readAgencies(pool));
  return {
    edition,
    mapped,
    plan: planEdition(edition, mapped, knowledge),
    merges,
    renamed,
    knownAt,
  };
}

/**
 * Keeps a planned edition as an import, whole or not at all; nothing is done to any case yet.
 *
 * @returns the import's id: as-of date, edition, and how many imports of it there have been
 * @throws ImportUnderWay
 */
export async function stageEdition(
  pool: Pool,
  { edition, mapped, plan, merges, renamed, knownAt }: PlannedEdition,
  source = usualSource,
): Promise<string> {
  const { file, sha256, asOf, sheet, columns, rows } = edition;
  const number = (await importsOf(pool, sha256)) + 1;
  const importId = `${asOf}-${sha256.slice(0, 8)}-${number}`;
  const { counts, missing, findings } = plan;
  const totals = totalsOf(edition);
  const report: ImportReport = {
    columns,
    totals,
    merges,
    agencies: mapped.agencies.length,
    renamed,
    findings: countCodes(findings),
  };
  await createImport(
    pool,
    {
      ...{ importId, undoes: null, file, sha256, asOf, source, sheet, knownAt },
      plan: { rows: rows.length, counts, missing, report },
    },
    plan.rows,
    ownedBy(edition, findings),
    mapped.agencies,
  );
  return importId;
}

/**
 * Starts the workflow of an import that was kept.
 *
 * @returns false when it runs already, or has ended
 */
export function startImport(client: Client, importId: string): Promise<boolean> {
  const order: ImportOrder = { importId };
  return startCase(client, importWorkflowType, {
    taskQueue: onboardingTaskQueue,
    workflowId: importSubject(importId),
    args: [order],
  });
}

/** What rows of an import are planned again with. */
export function headOf({ sheet, asOf, sha256, plan }: RegisterImport): EditionHead {
  const { columns } = plan.report as ImportReport;
  return { sheet, asOf, sha256, columns };
}

/** Whose row a finding is of, where it is of one: OPDC sends it back to that agency. */
export function ownedBy(edition: RegisterEdition, findings: readonly Finding[]): OwnedFinding[] {
  const rows = new Map(edition.rows.map((row) => [row.row, row]));
  return findings.map((one) => {
    const number = Number(/\d+$/.exec(one.cell)?.[0] ?? 0);
    const row = one.sheet === edition.sheet ? rows.get(number) : undefined;
    const { serviceId = null, agencyId = null } = row ?? {};
    return { ...one, serviceId, agencyId };
  });
}

/** How often each oddity was found. */
export function countCodes(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of findings) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
