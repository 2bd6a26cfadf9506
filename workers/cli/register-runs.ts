import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { resumeImportSignal } from '../../contracts/commands/register/messages.js';
import { importSubject } from '../../contracts/ids.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { ImportProgress, RegisterImport } from '../../infra/postgres/register-imports.js';
import type { RegisterEdition } from '../../infra/register/read.js';
import { RegisterFileRefused } from '../../infra/register/refused.js';
import type { PlannedEdition } from '../../infra/register/stage.js';
import type { CliContext } from './context.js';
import { CommandFailed } from './outcome.js';
import {
  importJson,
  planJson,
  showCompared,
  showImportReport,
  showPlan,
  showUndo,
  showUndone,
  undoJson,
} from './register-views.js';
import { withKafka, withPostgres, withTemporal } from './servers.js';
import { bangkokTime } from './text.js';

interface ImportOptions {
  readonly asOf?: string;
  readonly sheet?: string;
  readonly source: string;
  readonly dryRun?: boolean;
  readonly resume?: string;
  readonly json?: boolean;
}

/** How a command is to run, and to answer. */
export interface RunOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** How long a plan waits for the read model to know what has just happened. */
const knowMs = 20_000;
/** Between two looks at how far it has come. */
const lookMs = 250;
/** Without any row for so long nobody works at it. */
const silenceMs = 60_000;

/** `register import`. */
export function importFile(context: CliContext) {
  return async (file: string | undefined, options: ImportOptions): Promise<void> => {
    if (options.resume !== undefined) {
      await watchResumed(context, options.resume, options);
      return;
    }
    if (file === undefined) {
      throw new CommandFailed('Give the file of an edition, or --resume ID; see --help');
    }
    const edition = await readEdition(file, options);
    await withPostgres(context, async (pool) => {
      await untilKnown(context, pool);
      const { planAgainst } = await import('../../infra/register/stage.js');
      const planned = await planAgainst(pool, edition);
      if (options.dryRun === true) {
        if (options.json === true) context.screen.json(planJson(planned, { dryRun: true }));
        else showPlan(context.screen, planned, { dryRun: true });
        return;
      }
      await carryOut(context, pool, planned, options);
    });
  };
}

async function readEdition(file: string, { asOf, sheet }: ImportOptions): Promise<RegisterEdition> {
  const { readRegister } = await import('../../infra/register/read.js');
  try {
    return await readRegister(file, { asOf, sheet });
  } catch (error) {
    throw error instanceof RegisterFileRefused ? new CommandFailed(error.message) : error;
  }
}

/** Waits until the read model has caught up, so that a plan begins from now; without Kafka it does not. */
async function untilKnown(context: CliContext, pool: Pool): Promise<void> {
  const { untilProjected } = await import('../../infra/register/projected.js');
  const behind = await withKafka(context, (kafka) => untilProjected(kafka, pool, knowMs)).catch(
    () => undefined,
  );
  if (behind === 0) return;
  const why = behind === undefined ? 'Kafka does not answer' : `it lacks ${behind} events`;
  context.screen.error(
    `the read model may not be up to date (${why}; does the tracker run?): each case is asked before it is written`,
  );
}

/** Keeps the plan, and watches the engine carry it out. */
async function carryOut(
  context: CliContext,
  pool: Pool,
  planned: PlannedEdition,
  { source, json }: ImportOptions,
): Promise<void> {
  const standing = await standingImport(pool, planned);
  if (standing !== undefined) {
    if (json === true) context.screen.json(planJson(planned, { importId: standing.importId }));
    else showPlan(context.screen, planned, { importId: standing.importId });
    return;
  }
  await withTemporal(context, async (client) => {
    const { stageEdition, startImport } = await import('../../infra/register/stage.js');
    const importId = await orRefused(() => stageEdition(pool, planned, source));
    await startImport(client, importId);
    const progress = await watch(context, pool, importId);
    const done = await found(pool, importId);
    const details = await detailsOf(pool, importId);
    if (json === true) context.screen.json(importJson(done, progress, details));
    else showImportReport(context.screen, done, progress, details);
  });
}

/** The import of this very file that stands, where it would change nothing any more. */
async function standingImport(
  pool: Pool,
  { edition, plan }: PlannedEdition,
): Promise<RegisterImport | undefined> {
  const { created, changed } = plan.counts;
  if (created + changed > 0) return undefined;
  const { listImports } = await import('../../infra/postgres/register-imports.js');
  const [standing] = await listImports(
    pool,
    `WHERE sha256 = $1 AND as_of = $2 AND undoes IS NULL AND undone_by IS NULL AND status = 'done'`,
    [edition.sha256, edition.asOf],
  );
  return standing;
}

async function orRefused<Result>(work: () => Promise<Result>): Promise<Result> {
  const { ImportUnderWay } = await import('../../infra/postgres/register-imports.js');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImportUnderWay)) throw error;
    const { importId: id } = error;
    throw new CommandFailed(
      `Import ${id} has not ended: one at a time. Watch it with "register import --resume ${id}", or end it with "register cancel ${id}"`,
    );
  }
}

/** Shows how far it has come until it ends, or this command is stopped: the import goes on without it. */
async function watch(context: CliContext, pool: Pool, importId: string): Promise<ImportProgress> {
  const { progressOf } = await import('../../infra/postgres/register-imports.js');
  const { gentle, paceNow } = await import('../../infra/register/pace.js');
  const stopped = context.untilStopped();
  const first = await progressOf(pool, importId);
  let what = 'services';
  let bar = context.screen.progress(what, first.rows);
  let last = { settled: first.settled, at: Date.now() };
  try {
    for (;;) {
      const { status } = await found(pool, importId);
      const progress = await progressOf(pool, importId);
      const now =
        (await paceNow(pool)) === gentle ? 'services, slowly while people act' : 'services';
      if (now !== what) {
        bar.stop();
        bar = context.screen.progress((what = now), first.rows);
      }
      bar.update(progress.settled);
      if (status === 'done' || status === 'cancelled') return progress;
      if (stopped.aborted) throw new CommandFailed(goesOn(importId));
      if (progress.settled !== last.settled || status === 'paused') {
        last = { settled: progress.settled, at: Date.now() };
      }
      if (Date.now() - last.at > silenceMs) throw new CommandFailed(silent(importId), 2);
      await sleep(lookMs);
    }
  } finally {
    bar.stop();
  }
}

function goesOn(importId: string): string {
  return `Import ${importId} goes on in the engine. Watch it with "register import --resume ${importId}", pause it with "register pause ${importId}", end it with "register cancel ${importId}"`;
}

function silent(importId: string): string {
  return `Import ${importId} is kept, but nobody works at it (is the onboarding worker running?). It goes on by itself when there is one; watch it with "register import --resume ${importId}"`;
}

/** The import of an id. */
export async function found(pool: Pool, importId: string): Promise<RegisterImport> {
  const { findImport } = await import('../../infra/postgres/register-imports.js');
  const one = await findImport(pool, importId);
  if (one !== undefined) return one;
  throw new CommandFailed(`There is no import ${importId}; "register list" names them`);
}

/** What of an import is no count of rows. */
async function detailsOf(pool: Pool, importId: string) {
  const { keptAgencies, listFindings } = await import('../../infra/postgres/register-imports.js');
  return {
    findings: await listFindings(pool, importId),
    agenciesKept: await keptAgencies(pool, importId),
  };
}

async function watchResumed(
  context: CliContext,
  importId: string,
  { json }: RunOptions,
): Promise<void> {
  await withPostgres(context, async (pool) => {
    const { endedAt } = await found(pool, importId);
    if (endedAt === null) {
      await withTemporal(context, async (client) => {
        await letGoOn(client, importId);
      });
    }
    const progress = await watch(context, pool, importId);
    const done = await found(pool, importId);
    const details = await detailsOf(pool, importId);
    if (json === true) context.screen.json(importJson(done, progress, details));
    else showImportReport(context.screen, done, progress, details);
  });
}

/** Starts its workflow where that was cut off; lets it go on where it was paused. */
async function letGoOn(client: Client, importId: string): Promise<void> {
  const { startImport } = await import('../../infra/register/stage.js');
  if (await startImport(client, importId)) return;
  await client.workflow.getHandle(importSubject(importId)).signal(resumeImportSignal);
}

/** `register undo`. */
export function undoImport(context: CliContext) {
  return async (importId: string, { dryRun, json }: RunOptions): Promise<void> => {
    await withPostgres(context, async (pool) => {
      const one = await undoable(pool, importId);
      const { planUndo, stageUndo, keptBy, keptOf } = await import('../../infra/register/undo.js');
      await untilKnown(context, pool);
      const { readKnowledge } = await import('../../infra/postgres/register-knowledge.js');
      const knowledge = await readKnowledge(pool);
      const plan = await planUndo(pool, one, knowledge);
      const foretold = keptOf(plan.rows);
      if (json !== true) {
        showUndo(context.screen, one, plan.counts, foretold, { dryRun: dryRun === true });
      }
      if (dryRun === true) {
        if (json === true) context.screen.json(undoJson(one, plan.counts, foretold));
        return;
      }
      await withTemporal(context, async (client) => {
        const { startImport } = await import('../../infra/register/stage.js');
        const id = await orRefused(() => stageUndo(pool, one, plan, knowledge.knownAt));
        await startImport(client, id);
        const { counts } = await watch(context, pool, id);
        const kept = await keptBy(pool, id, plan);
        if (json === true) context.screen.json({ ...undoJson(one, counts, kept), undo: id });
        else showUndone(context.screen, id, counts, kept);
      });
    });
  };
}

async function undoable(pool: Pool, importId: string): Promise<RegisterImport> {
  const one = await found(pool, importId);
  if (one.undoes !== null) {
    throw new CommandFailed(
      `${importId} is itself an undoing; import the file again to bring its services back`,
    );
  }
  if (one.endedAt === null) {
    throw new CommandFailed(
      `Import ${importId} has not ended; end it with "register cancel ${importId}" first`,
    );
  }
  if (one.undoneBy !== null) {
    throw new CommandFailed(`Import ${importId} was undone already (${one.undoneBy})`);
  }
  return one;
}

/** `register list`. */
export function listEditions(context: CliContext) {
  return async ({ json }: RunOptions): Promise<void> => {
    await withPostgres(context, async (pool) => {
      const { listImports } = await import('../../infra/postgres/register-imports.js');
      const imports = await listImports(pool);
      if (json === true) {
        context.screen.json(
          imports.map(({ plan: { missing: _missing, ...plan }, ...one }) => ({ ...one, plan })),
        );
        return;
      }
      if (imports.length === 0) {
        context.screen.line('No edition has been imported yet: prasan register import FILE');
        return;
      }
      context.screen.table(
        ['import', 'as of', 'status', 'rows', 'created', 'changed', 'refused', 'begun', 'file'],
        imports.map(
          ({ importId, asOf, status, plan: { rows, counts }, createdAt, file, undoneBy }) => [
            ...[importId, asOf, undoneBy === null ? status : 'undone', String(rows)],
            ...[String(counts.created), String(counts.changed), String(counts.refused)],
            ...[bangkokTime(createdAt), file],
          ],
        ),
      );
    });
  };
}

/** `register show`. */
export function showImport(context: CliContext) {
  return async (importId: string, { json }: RunOptions): Promise<void> => {
    await withPostgres(context, async (pool) => {
      const one = await found(pool, importId);
      const { progressOf } = await import('../../infra/postgres/register-imports.js');
      const progress = await progressOf(pool, importId);
      const details = await detailsOf(pool, importId);
      if (json === true) context.screen.json(importJson(one, progress, details));
      else showImportReport(context.screen, one, progress, details, true);
    });
  };
}

/** `register compare`. */
export function compareEditions(context: CliContext) {
  return async (from: string, to: string, { json }: RunOptions): Promise<void> => {
    await withPostgres(context, async (pool) => {
      const { comparePopulations, populationOf } =
        await import('../../infra/postgres/register-knowledge.js');
      const populations = await Promise.all(
        [from, to].map(async (id) => {
          await found(pool, id);
          const population = await populationOf(pool, id);
          if (population !== undefined) return population;
          throw new CommandFailed(`${id} is an undoing, and no population`);
        }),
      );
      const difference = await comparePopulations(pool, from, to);
      if (json === true)
        context.screen.json({ from: populations[0], to: populations[1], ...difference });
      else showCompared(context.screen, populations, difference);
    });
  };
}
