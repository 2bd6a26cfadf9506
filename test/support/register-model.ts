import type { KnownService } from '../../infra/register/known.js';
import type { PlannedRow, RowOutcome } from '../../infra/register/plan.js';

/** Columns of an edition that tell something of a service. */
export const toldColumns = [
  'agency_id',
  'ministry_id',
  'ชื่องานบริการ',
  'status_id',
  'reason_id',
  'ชื่อโครงการ',
  'หมายเหตุ',
] as const;
/** A column of an edition that tells something of a service. */
export type ToldColumn = (typeof toldColumns)[number];

/** A row of a made edition: its texts by DGA's headers. */
export type EditionRow = Readonly<Record<ToldColumn, string>> & { readonly service_id: string };

type Entry = Record<ToldColumn, string | null>;

/**
 * What editions come to, by the texts of their cells alone: a model that shares no code with the plan. A service is
 * what its rows told last; touched ones stay as they are.
 */
export class RegisterModel {
  readonly entries = new Map<string, Entry>();
  readonly touched = new Set<string>();

  /** Takes an edition in: what each row comes to, and which services it has not. */
  take(rows: readonly EditionRow[], columns: readonly ToldColumn[]) {
    const missing = [...this.entries.keys()].filter(
      (id) => !rows.some(({ service_id }) => service_id === id),
    );
    return { outcomes: rows.map((row) => this.takeRow(row, columns)), missing };
  }

  private takeRow(row: EditionRow, columns: readonly ToldColumn[]): [RowOutcome, ToldColumn[]] {
    const id = row.service_id;
    const known = this.entries.get(id);
    const has = (column: ToldColumn) => columns.includes(column);
    if (known === undefined) {
      if (!has('agency_id') || !has('ชื่องานบริการ') || !has('status_id')) return ['refused', []];
      const text = (column: ToldColumn) => (has(column) ? row[column] : '');
      this.entries.set(id, {
        ...row,
        ministry_id: has('ministry_id') ? row.ministry_id : null,
        reason_id: reasonOf(row.status_id, text('reason_id')),
        ชื่อโครงการ: text('ชื่อโครงการ'),
        หมายเหตุ: text('หมายเหตุ'),
      });
      return ['created', []];
    }
    const next = { ...known };
    for (const column of columns) if (column !== 'reason_id') next[column] = row[column];
    if (has('status_id')) {
      const isOther = row.status_id !== known.status_id;
      if (isOther) next.reason_id = reasonOf(row.status_id, has('reason_id') ? row.reason_id : '');
      else if (has('reason_id')) next.reason_id = reasonOf(row.status_id, row.reason_id);
    }
    const changes = toldColumns.filter((column) => next[column] !== known[column]);
    if (changes.length === 0) return ['unchanged', []];
    const isOfCase = changes.some((one) => one !== 'ชื่อโครงการ' && one !== 'หมายเหตุ');
    if (isOfCase && this.touched.has(id)) return ['refused', changes];
    this.entries.set(id, next);
    return ['changed', changes];
  }
}

/** Only what is not developed, or not linked, has a reason; RSN06 says that none is given. */
function reasonOf(status: string, reason: string): string | null {
  if (status !== 'STA04' && status !== 'STA05') return null;
  return reason === '' ? 'RSN06' : reason;
}

/** What carrying a plan out makes of the services that are known. */
export function carriedOut(
  known: readonly KnownService[],
  rows: readonly PlannedRow[],
): KnownService[] {
  const services = new Map(known.map((one) => [one.serviceId, one]));
  for (const { outcome, work, serviceId, told } of rows) {
    if (outcome === 'refused') continue;
    const { project, remark } = told;
    const besides = {
      ...(project === undefined ? {} : { project }),
      ...(remark === undefined ? {} : { remark }),
    };
    const before = services.get(serviceId);
    if (work?.kind === 'start' && work.start.origin.kind === 'register') {
      const { agencyId, ministryId, name, origin } = work.start;
      const { state, exclusion = null, basis: register } = origin;
      const begun = { agencyId, ministryId, name, state, exclusion, register, isTouched: false };
      services.set(serviceId, { serviceId, ...begun, ...besides });
    } else if (before !== undefined) {
      const next = work?.kind === 'write' && work.next.kind === 'restate' ? work.next : {};
      services.set(serviceId, { ...before, ...next, ...besides });
    }
  }
  return [...services.values()];
}
