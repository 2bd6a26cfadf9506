import type { ServiceStatus } from '../../contracts/events/service-status.v1.js';
import { registerIdPattern } from '../../contracts/ids.js';
import { registerCallOf } from '../../contracts/lifecycles/service/register.js';
import type { AgencyRow } from '../postgres/read-model.js';
import type { RegisterColumn } from './columns.js';
import { headerOf } from './columns.js';
import { reasonTitles, statusTitles } from './known-titles.js';
import type { KnownService } from './known.js';
import type { SheetCell, SheetTable } from './spreadsheet.js';

/** A service as it is exported: as it stands, and what no register has a column for. */
export interface ExportedService extends KnownService {
  /** Id of the service that it was merged into. */
  readonly mergedInto: ServiceStatus['mergedInto'];
  /** Day on which its state began, `YYYY-MM-DD`, Asia/Bangkok. */
  readonly since: string;
}

/** Agencies' types are DGA's, and not kept here: a file without a column says nothing of it. */
const widths = {
  serviceId: 12,
  ministryId: 12,
  agencyId: 11,
  ministry: 28,
  agency: 32,
  name: 60,
  statusId: 10,
  status: 26,
  project: 32,
  reasonId: 11,
  reason: 32,
  remark: 40,
} as const satisfies Partial<Record<RegisterColumn, number>>;

type ExportedColumn = keyof typeof widths;
const columns = Object.keys(widths) as ExportedColumn[];

/**
 * All services in the register's own shape, by DGA's headers: what each is called there now
 * (`registerCallOf`). What was registered in error is left out, and what has no row of the register yet. Taken in again,
 * it changes nothing.
 */
export function exportTable(
  services: readonly ExportedService[],
  agencies: readonly AgencyRow[],
): SheetTable {
  const names = new Map(agencies.map((one) => [one.agencyId, one]));
  return {
    name: 'งานบริการ',
    columns: columns.map((column) => ({ head: headerOf(column), width: widths[column] })),
    rows: services.flatMap((service) => {
      const line = lineOf(service, names.get(service.agencyId));
      return line === undefined ? [] : [columns.map((column) => line[column])];
    }),
  };
}

function lineOf(
  service: ExportedService,
  agency: AgencyRow | undefined,
): Record<ExportedColumn, SheetCell> | undefined {
  const call = registerCallOf(service);
  if (call === null || !hasRow(service)) return undefined;
  const { agencyId, ministryId, name, project = null } = service;
  const { registerId: serviceId = service.serviceId } = service;
  const { statusId, reasonId } = call;
  const reason = isReason(reasonId) ? reasonId : null;
  return {
    ...{ serviceId, ministryId, agencyId, name: name.th, statusId, project },
    ministry: agency?.ministry?.th ?? null,
    agency: agency?.name.th ?? null,
    status: statusTitles[statusId][0],
    reasonId: reason,
    reason: reason === null ? null : reasonTitles[reason][0],
    remark: remarkOf(service),
  };
}

function isReason(reasonId: string | null): reasonId is keyof typeof reasonTitles {
  return reasonId !== null && reasonId in reasonTitles;
}

/** Whether it has a row of the register: its own, or one that is linked to it. */
export function hasRow({ serviceId, registerId = serviceId }: KnownService): boolean {
  return registerIdPattern.test(registerId);
}

/** The register has no word for these two: a remark says it. */
function remarkOf({ state, since, mergedInto, remark = '' }: ExportedService): string {
  const said = {
    suspended: `ระงับชั่วคราวตั้งแต่ ${since}`,
    mergedInto: `ควบรวมกับ ${mergedInto ?? ''} ตั้งแต่ ${since}`,
  };
  const ours = state === 'suspended' || state === 'mergedInto' ? said[state] : '';
  return [remark, ours].filter((text) => text !== '').join('; ');
}
