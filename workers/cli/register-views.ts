import type {
  ImportProgress,
  OwnedFinding,
  RegisterImport,
} from '../../infra/postgres/register-imports.js';
import type { Population, PopulationDifference } from '../../infra/postgres/register-knowledge.js';
import type { Finding } from '../../infra/register/findings.js';
import { findingKinds } from '../../infra/register/findings.js';
import type { MergeProposal } from '../../infra/register/merge-candidates.js';
import type { MissingService, RowCounts } from '../../infra/register/plan.js';
import type { AgencyRenaming } from '../../infra/register/renamings.js';
import type { ImportReport, PlannedEdition } from '../../infra/register/stage.js';
import type { EditionTotal } from '../../infra/register/totals-of.js';
import { totalsOf } from '../../infra/register/totals-of.js';
import type { KeptBecause, KeptService, UndoPlan } from '../../infra/register/undo.js';
import type { Screen } from './screen.js';

/** What of an import is no count of rows. */
export interface ImportDetails {
  readonly findings: readonly OwnedFinding[];
  /** Agencies that keep what another edition says. */
  readonly agenciesKept: number;
}

/** How far a plan went: only planned, or of an import that stands already. */
interface Standing {
  readonly dryRun?: boolean;
  readonly importId?: string;
}

/** What a plan comes to, as JSON. */
export function planJson(
  { edition, plan, mapped, merges, renamed }: PlannedEdition,
  { dryRun = false, importId }: Standing,
): object {
  const { file, sha256, asOf, sheet, rows } = edition;
  return {
    ...{ file, sha256, asOf, sheet, rows: rows.length, dryRun },
    ...(importId === undefined ? {} : { importId }),
    counts: plan.counts,
    changes: plan.rows
      .filter(({ changes }) => changes.length > 0)
      .map(({ row, serviceId, outcome, changes }) => ({ row, serviceId, outcome, changes })),
    missing: plan.missing,
    findings: plan.findings,
    merges,
    renamed,
    agencies: mapped.agencies.length,
    totals: totalsOf(edition),
  };
}

/** What an import came to, as JSON. */
export function importJson(
  { importId, undoes, file, sha256, asOf, sheet, source, status, plan }: RegisterImport,
  progress: ImportProgress,
  { findings, agenciesKept }: ImportDetails,
): object {
  const { totals, agencies, merges, renamed = [] } = plan.report as ImportReport;
  return {
    ...{ file, sha256, asOf, sheet, rows: plan.rows, importId, undoes, source, status },
    counts: countsOf(plan.rows, progress),
    settled: progress.settled,
    missing: plan.missing,
    findings: findings.map(({ serviceId: _service, agencyId: _agency, ...finding }) => finding),
    ...{ merges, renamed, agencies, agenciesKept, totals },
  };
}

/** Rows that were refused as they were read are no rows of the import: they are counted all the same. */
function countsOf(rows: number, { rows: staged, counts }: ImportProgress): RowCounts {
  const { created, changed, unchanged, refused } = counts;
  return { created, changed, unchanged, refused: refused + rows - staged };
}

/** Shows what an edition would do, or that it would do nothing. */
export function showPlan(screen: Screen, planned: PlannedEdition, standing: Standing): void {
  const { edition, plan, mapped, merges, renamed } = planned;
  const { file, sheet, asOf, rows } = edition;
  screen.line(
    `${file}, sheet ${sheet}, as of ${asOf}: ${rows.length} rows, ${mapped.agencies.length} agencies`,
  );
  const would = standing.dryRun === true ? 'dry run, nothing was done; it would be ' : '';
  screen.line(`${would}${countsText(plan.counts)}`);
  if (standing.importId !== undefined) {
    screen.line(`nothing to do: import ${standing.importId} of this file stands`);
  }
  showTotals(screen, totalsOf(edition).status);
  showChanges(screen, planned);
  showRenamed(screen, renamed);
  showMissing(screen, plan.missing);
  showMerges(screen, merges);
  showFindings(screen, plan.findings, false);
}

function countsText({ created, changed, unchanged, refused }: RowCounts): string {
  return `${created} created, ${changed} changed, ${unchanged} unchanged, ${refused} refused`;
}

/** Shows what an import came to. */
export function showImportReport(
  screen: Screen,
  one: RegisterImport,
  progress: ImportProgress,
  { findings, agenciesKept }: ImportDetails,
  isWhole = false,
): void {
  const { importId, file, sheet, asOf, status, plan, undoneBy } = one;
  screen.line(`import ${importId}: ${file}, sheet ${sheet}, as of ${asOf}, ${plan.rows} rows`);
  const left = progress.rows - progress.settled;
  const undone = undoneBy === null ? '' : `, undone by ${undoneBy}`;
  screen.line(
    `${countsText(countsOf(plan.rows, progress))}; ${status}${undone}${left > 0 ? `, ${left} to do` : ''}`,
  );
  if (agenciesKept > 0) {
    screen.line(
      `${agenciesKept} agencies are named otherwise by another file of the same or a later date, which stands`,
    );
  }
  const { totals, merges, renamed = [] } = plan.report as ImportReport;
  showTotals(screen, totals.status);
  showRenamed(screen, renamed);
  showMissing(screen, plan.missing);
  showMerges(screen, merges);
  showFindings(screen, findings, isWhole);
  if (status === 'done' && undoneBy === null && one.undoes === null) {
    screen.line();
    screen.line(`undo it with: prasan register undo ${importId}`);
  }
}

function showTotals(screen: Screen, totals: readonly EditionTotal[]): void {
  if (totals.length === 0) return;
  screen.table(
    ['status', 'rows', 'its own sheet says', 'name'],
    totals.map(({ id, name, rows, sheet }) => [
      ...[id, String(rows), sheet === null ? '-' : String(sheet), name],
    ]),
  );
}

/** Agencies that are told another name or ministry than they have here. */
function showRenamed(screen: Screen, renamed: readonly AgencyRenaming[]): void {
  if (renamed.length === 0) return;
  screen.line();
  screen.table(
    ['agency', 'field', 'was', 'is'],
    renamed
      .slice(0, linesMax)
      .map(({ agencyId, field, was, is }) => [agencyId, field, was ?? '-', is ?? '-']),
  );
  more(screen, renamed.length, 'changes of agencies');
}

/** Organisations under several ids: each by name, nothing is merged by itself. */
function showMerges(screen: Screen, merges: readonly MergeProposal[]): void {
  const likely = merges.filter(({ strength }) => strength !== 'weak');
  if (likely.length === 0) return;
  screen.line();
  screen.line(
    `${likely.length} agency ids may be another's organisation; nothing is merged by itself (prasan agency merges)`,
  );
  screen.table(
    ['agency', 'and', 'evidence', 'name', 'other name'],
    likely.map(({ into, from, names, strength }) => [into, from, strength, names.into, names.from]),
  );
}

const linesMax = 20;

function showChanges(screen: Screen, { plan }: PlannedEdition): void {
  const changed = plan.rows.filter(({ outcome }) => outcome === 'changed');
  if (changed.length === 0) return;
  screen.line();
  screen.table(
    ['changed', 'field', 'was', 'is'],
    changed
      .slice(0, linesMax)
      .flatMap(({ serviceId, changes }) =>
        changes.map(({ field, was, is }) => [serviceId, field, was ?? '-', is ?? '-']),
      ),
  );
  more(screen, changed.length, 'changed services');
}

function showMissing(screen: Screen, missing: readonly MissingService[]): void {
  if (missing.length === 0) return;
  screen.line();
  screen.line(`${missing.length} services are here and not in the file; nothing is done to them`);
  screen.table(
    ['missing', 'agency', 'state', 'name'],
    missing
      .slice(0, linesMax)
      .map(({ serviceId, agencyId, state, name }) => [serviceId, agencyId, state, name]),
  );
  more(screen, missing.length, 'missing services');
}

/** By their kind; each of those that were refused; all of them only when asked for. */
function showFindings(screen: Screen, findings: readonly Finding[], isWhole: boolean): void {
  if (findings.length === 0) return;
  const kinds = [...new Set(findings.map(({ code }) => code))];
  screen.line();
  screen.table(
    ['findings', 'code', 'severity', 'what'],
    kinds.map((code) => {
      const count = findings.filter((one) => one.code === code).length;
      const { severity, title } = findingKinds[code];
      return [String(count), code, severity, title.en];
    }),
  );
  const shown = isWhole ? findings : findings.filter(({ severity }) => severity === 'refused');
  const lines = isWhole ? shown : shown.slice(0, linesMax);
  if (lines.length === 0) return;
  screen.line();
  screen.table(
    ['cell', 'finding', 'found', 'did'],
    lines.map(({ sheet, cell, code, found, did }) => [
      ...[[sheet, cell].filter((part) => part !== '').join('!'), code, found, did],
    ]),
  );
  if (!isWhole) more(screen, shown.length, 'refused rows');
}

function more(screen: Screen, count: number, what: string): void {
  if (count > linesMax) screen.line(`… and ${count - linesMax} more ${what}; --json has all`);
}

/** What undoing comes to, as JSON. */
export function undoJson(
  { importId }: RegisterImport,
  { created, changed, kept: stay }: UndoPlan['counts'],
  kept: readonly KeptService[],
): object {
  return { importId, counts: { registeredInError: created, restored: changed, kept: stay }, kept };
}

const because = {
  touchedSince: 'somebody has acted on it since',
  movedSince: 'a later edition has changed it',
  notFound: 'no event has told of it',
} as const satisfies Readonly<Record<KeptBecause, string>>;

/** Shows what undoing an import would do. */
export function showUndo(
  screen: Screen,
  { importId, file, asOf }: RegisterImport,
  counts: UndoPlan['counts'],
  kept: readonly KeptService[],
  { dryRun }: { readonly dryRun: boolean },
): void {
  const would = dryRun ? 'dry run, nothing was done; undoing' : 'undoing';
  screen.line(`${would} import ${importId} (${file}, as of ${asOf}):`);
  screen.line(
    `${counts.created} services are registered in error, ${counts.changed} get their former values, ${counts.kept} stay`,
  );
  showKept(screen, kept);
}

/** Shows what undoing an import came to. */
export function showUndone(
  screen: Screen,
  undoing: string,
  { created, changed, kept: stay }: UndoPlan['counts'],
  kept: readonly KeptService[],
): void {
  screen.line(
    `done (${undoing}): ${created} registered in error, ${changed} as before, ${stay} stay`,
  );
  showKept(screen, kept);
}

function showKept(screen: Screen, kept: readonly KeptService[]): void {
  if (kept.length === 0) return;
  screen.table(
    ['stays', 'because'],
    kept.map(({ serviceId, because: why }) => [serviceId, because[why]]),
  );
}

/** Shows two populations, each with its date and source, and what differs. */
export function showCompared(
  screen: Screen,
  populations: readonly Population[],
  { came, went, moved }: PopulationDifference,
): void {
  screen.table(
    ['population', 'as of', 'source', 'services'],
    populations.map(({ importId, asOf, source, services }) => [
      ...[importId, asOf, source, String(services)],
    ]),
  );
  screen.line(`${came.length} came, ${went.length} went, ${moved.length} moved`);
  const lines = [
    ...came.map((id) => [id, 'came', '']),
    ...went.map((id) => [id, 'went', '']),
    ...moved.map(({ serviceId, was, is }) => [serviceId, 'moved', `${was ?? '-'} → ${is ?? '-'}`]),
  ];
  if (lines.length > 0) screen.table(['service', 'what', 'status'], lines);
}
