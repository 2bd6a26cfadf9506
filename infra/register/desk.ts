import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { RegisterDesk } from '../../activities/ports.js';
import type { AgencyMap } from '../../contracts/agency-map.js';
import type { AgencyRecord, AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../contracts/commands/agency/messages.js';
import type { RegisterWrite, RegisterWritten } from '../../contracts/commands/service/register.js';
import { registerUpdate } from '../../contracts/commands/service/register.js';
import type { ServiceStart, ServiceView } from '../../contracts/commands/service/messages.js';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import type { RefusalCode } from '../../contracts/lifecycles/refusals.js';
import { isSameJson } from '../../contracts/same-json.js';
import { readAgencyMap } from '../postgres/agency-map.js';
import type { Pool } from '../postgres/pool.js';
import type { OpenRow, RegisterImport, SettledRow } from '../postgres/register-imports.js';
import {
  endImport,
  findImport,
  openAgencies,
  openRows,
  setStatus,
  settleAgency,
  settleRows,
} from '../postgres/register-imports.js';
import { Asker, Unanswered, WorkerSilent } from '../temporal/asker.js';
import { recordAgency } from '../temporal/agencies.js';
import { actOnCase, findService } from '../temporal/cases.js';
import { inBothLanguages } from './agency-names.js';
import { organisations } from './organisations.js';
import type { KnownService, RowWork } from './known.js';
import { toldExclusion } from './known.js';
import type { PlannedRow } from './plan.js';
import { planRow, unlinkedMeanwhile } from './plan.js';
import type { Pace } from './pace.js';
import { atPace, paceNow } from './pace.js';
import type { EditionHead } from './stage.js';
import { headOf } from './stage.js';

/** The history of a case that no worker has come to: begun, its task scheduled and taken. */
const firstTaskLength = 3;
/** The server is asked again so long after. */
const lookAgainMs = 200;
/** So long the worker may be silent. */
const silenceMs = 60_000;
/** How often a row is planned again when its case moves in the moment of being written. */
const triesMax = 5;

/** What a row is settled with. */
interface Desk {
  readonly client: Client;
  readonly begin: BeginService;
  readonly head: EditionHead;
  readonly isUndoing: boolean;
  readonly isSameOrganisation: (one: string, other: string) => boolean;
}

/** Begins the case of a service; `false` when there is one already, and nothing is changed. */
export type BeginService = (start: ServiceStart) => Promise<boolean>;

/** The desk on the servers. */
export function createRegisterDesk(pool: Pool, client: Client, begin: BeginService): RegisterDesk {
  const asker = new Asker(client);
  return {
    async tellAgencies(importId, signal) {
      const records = await openAgencies(pool, importId);
      const one = await findImport(pool, importId);
      const tell = async (told: AgencyRecord) => {
        signal.throwIfAborted();
        const former = await askAgency(asker, told.agencyId);
        const record = inBothLanguages(told, former);
        const outcome =
          one === undefined || one.undoes === null
            ? standingOf(record, former)
            : undoingOf(former, one.sha256);
        if (outcome === 'told') await recordAgency(client, record);
        await settleAgency(pool, importId, record.agencyId, outcome, former);
      };
      for (let from = 0; from < records.length;) {
        const pace = await paceNow(pool);
        await atPace(pace, records.slice(from, from + pace.stride), tell);
        from += pace.stride;
      }
    },

    async settleRows(importId, forMs, signal) {
      const one = await findImport(pool, importId);
      if (one === undefined) throw new Error(`there is no import ${importId}`);
      const desk = deskOf({ client, begin }, one, await readAgencyMap(pool));
      const until = Date.now() + forMs;
      let before: readonly OpenRow[] = [];
      let after = 0;
      while (Date.now() < until) {
        const pace = await paceNow(pool);
        const rows = await openRows(pool, importId, pace.stride, after);
        const last = rows.at(-1);
        if (last === undefined) {
          if (after === 0) return true;
          // What failed is open still.
          after = 0;
          continue;
        }
        after = last.row;
        await settleStride(pool, desk, importId, rows, pace, signal);
        // The worker is never further behind than a stride, and never without work.
        await begun(client, before);
        before = rows;
      }
      await begun(client, before);
      return false;
    },

    mark: (importId, status) => setStatus(pool, importId, status),
    end: (importId, status) => endImport(pool, importId, status),
  };
}

function deskOf(means: Pick<Desk, 'client' | 'begin'>, one: RegisterImport, map: AgencyMap): Desk {
  const isUndoing = one.undoes !== null;
  return { ...means, head: headOf(one), isUndoing, isSameOrganisation: organisations(map) };
}

/** What is wrong with one row holds up no other; when all of them fail, it is not the rows. */
async function settleStride(
  pool: Pool,
  desk: Desk,
  importId: string,
  rows: readonly OpenRow[],
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const settled: SettledRow[] = [];
  const failures: unknown[] = [];
  await atPace(pace, rows, async (row) => {
    signal.throwIfAborted();
    try {
      settled.push(await settleRow(desk, importId, row));
    } catch (error) {
      failures.push(error);
    }
  });
  await settleRows(pool, importId, settled);
  if (settled.length === 0) throw failures[0];
}

/**
 * Waits until the worker has come to the last: tasks are taken about in the order in which they came. The
 * server is asked; a question to the case itself would wait behind all of them once more.
 */
async function begun(client: Client, rows: readonly OpenRow[]): Promise<void> {
  const last = rows.findLast(({ work }) => work?.kind === 'start');
  if (last === undefined) return;
  const handle = client.workflow.getHandle(serviceSubject(last.serviceId));
  const until = Date.now() + silenceMs;
  try {
    while ((await handle.describe()).historyLength <= firstTaskLength) {
      if (Date.now() > until) throw silence('nobody takes up the new cases');
      await sleep(lookAgainMs);
    }
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

function silence(what: string): WorkerSilent {
  return new WorkerSilent(what, new Unanswered(new Error('its first task waits')));
}

// --- A row ----------------------------------------------------------------------------------------

/** Does what is planned for a row; where its case has moved since, it is planned again by the case itself. */
async function settleRow(desk: Desk, importId: string, row: OpenRow): Promise<SettledRow> {
  const key = `${importId}/${row.row}`;
  let planned: Pick<PlannedRow, 'outcome' | 'work' | 'changes'> = {
    ...{ outcome: row.planned, work: row.work, changes: row.changes },
  };
  for (let tries = 1; ; tries += 1) {
    if (await isDone(desk, key, importId, planned.work)) return settledAs(row, planned);
    if (desk.isUndoing) return { row: row.row, outcome: 'kept' };
    const again = await planAgain(desk, row);
    if (again.outcome === 'refused' && again.finding !== undefined) {
      const { serviceId, told } = row;
      const finding = { ...again.finding, serviceId, agencyId: told.agencyId ?? null };
      return { row: row.row, outcome: 'refused', finding };
    }
    planned = again;
    if (tries === triesMax) throw new Error(`${row.serviceId} moves too often to be written`);
  }
}

function settledAs(
  { row, work: former }: OpenRow,
  { outcome, work, changes }: Pick<PlannedRow, 'outcome' | 'work' | 'changes'>,
): SettledRow {
  return work === former ? { row, outcome } : { row, outcome, work, changes };
}

/** Whether it is done, now or by an earlier try; else the case has moved. */
async function isDone(
  { client, begin }: Desk,
  key: string,
  importId: string,
  work: RowWork | null,
): Promise<boolean> {
  if (work === null) return true;
  if (work.kind === 'start') {
    const { start } = work;
    const { origin } = start;
    const keyed = origin.kind === 'register' ? { ...start, origin: { ...origin, key } } : start;
    if (await begin(keyed)) return true;
    const view = await findService(client, start.serviceId);
    return view?.service.registerWrite?.key === key;
  }
  const { serviceId, former, next } = work;
  return write(client, serviceId, { key, importId, former, next });
}

/** What a case says that is not any more as it was planned. */
const hasMoved: readonly RefusalCode[] = ['movedSince', 'touchedHere', 'notLinked'];

/** Whether the case has taken it; not where it says that it was touched, or has moved. */
async function write(client: Client, serviceId: string, command: RegisterWrite): Promise<boolean> {
  try {
    await actOnCase<RegisterWritten>(client, serviceSubject(serviceId), command, registerUpdate);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const { cause } = error;
    const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
    if (refusal !== undefined && hasMoved.includes(refusal.code)) return false;
    throw error;
  }
}

async function planAgain(desk: Desk, row: OpenRow): Promise<PlannedRow> {
  const { row: number, serviceId, told, original, work } = row;
  const caseId = work?.kind === 'write' ? work.serviceId : serviceId;
  const view = await findService(desk.client, caseId);
  const isLinked = caseId === serviceId || view?.service.registerId === serviceId;
  if (!isLinked) return unlinkedMeanwhile(desk.head, row, caseId);
  const start = work?.kind === 'start' ? { start: work.start } : {};
  const known = view === undefined ? undefined : knownOf(view, told);
  const mapped = { row: number, serviceId, told, original, ...start };
  const again = planRow(desk.head, mapped, known, desk.isSameOrganisation);
  // What no case keeps was compared before, and stays as it was found.
  const kept = row.changes.filter(({ field }) => field === 'project' || field === 'remark');
  const isKept = again.outcome === 'unchanged' && kept.length > 0;
  return { ...again, changes: [...again.changes, ...kept], ...(isKept ? changed : {}) };
}

const changed = { outcome: 'changed' } as const;

/** A case as a plan knows it, from the case itself. */
function knownOf({ service, isTouched = true }: ServiceView, told: OpenRow['told']): KnownService {
  const { serviceId, agencyId, ministryId, name, state, exclusion, register, basis } = service;
  const { project, remark } = told;
  const { registerId } = service;
  return {
    ...(registerId === null ? {} : { registerId }),
    ...{ serviceId, agencyId, ministryId, name, state, register, project, remark },
    exclusion: toldExclusion(exclusion),
    isTouched: isTouched || basis === 'decision',
  };
}

// --- Agencies -------------------------------------------------------------------------------------

/**
 * What an edition is to an agency: `told`, it is news; `known`, it says nothing else than the agency
 * knows; `kept`, what the agency knows is of the same or a later date and stands. Two files of one date
 * would rename an agency in turn, for ever, on a topic that forgets nothing.
 */
function standingOf(record: AgencyRecord, former: AgencyRecord | null): 'told' | 'known' | 'kept' {
  // Agencies that were named before editions were kept know none.
  const known: Partial<AgencyRecord> | null = former;
  if (known === null || record.asOf > (known.asOf ?? '')) return 'told';
  return isSameJson(namesOf(known), namesOf(record)) ? 'known' : 'kept';
}

/** An undoing gives back what was known before, unless another edition has told since. */
function undoingOf(known: AgencyRecord | null, edition: string): 'told' | 'kept' {
  return known?.edition === edition ? 'told' : 'kept';
}

function namesOf({ name, ministryId, ministry }: Partial<AgencyRecord>) {
  return { name, ministryId, ministry };
}

/** What an agency knows of itself; `null` when nothing. */
async function askAgency(asker: Asker, agencyId: string): Promise<AgencyRecord | null> {
  try {
    return (await asker.ask<AgencyView>(agencySubject(agencyId), agencyQuery)).record;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    if (!(error instanceof Unanswered)) throw error;
    throw new WorkerSilent(`agency ${agencyId} does not answer`, error);
  }
}
