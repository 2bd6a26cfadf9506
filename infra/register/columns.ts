import { tidyText } from './tidy.js';
import { skeleton } from './thai-marks.js';

/**
 * Columns of DGA's register and of its further sheets: first the header as DGA writes it, then others it is
 * known by. Case, spaces, `_`, `-`, zero-width characters and marks that a PDF misplaced do not matter.
 */
export const columnHeaders = {
  serviceId: ['service_id', 'รหัสงานบริการ', 'รหัสบริการ', 'service code'],
  ministryId: ['ministry_id', 'รหัสกระทรวง', 'ministry code'],
  agencyId: ['agency_id', 'รหัสหน่วยงาน', 'agency code'],
  ministry: ['รายชื่อกระทรวง', 'ชื่อกระทรวง', 'กระทรวง', 'ministry', 'ministry name'],
  agency: ['รายชื่อหน่วยงาน', 'ชื่อหน่วยงาน', 'หน่วยงาน', 'agency', 'agency name'],
  agencyType: ['ประเภทหน่วยงาน', 'agency type'],
  name: ['ชื่องานบริการ', 'งานบริการ', 'ชื่อบริการ', 'service name', 'service'],
  statusId: ['status_id', 'รหัสสถานะ', 'status code'],
  status: ['สถานะ', 'สถานะการดำเนินการ', 'สถานะการดำเนินงาน', 'status', 'status name'],
  project: ['ชื่อโครงการ', 'โครงการ', 'project name', 'project'],
  reasonId: ['reason_id', 'รหัสเหตุผล', 'reason code'],
  reason: ['เหตุผล', 'reason', 'reason name'],
  remark: ['หมายเหตุ', 'remark', 'remarks', 'note', 'notes'],
  projectId: ['project_id', 'รหัสโครงการ', 'project code'],
  budget: ['กรอบงบประมาณ', 'งบประมาณ', 'วงเงินงบประมาณ', 'budget'],
  agencyCount: ['จำนวนหน่วยงาน', 'agencies'],
  serviceCount: ['จำนวนงานบริการ', 'จำนวนบริการ', 'services'],
  projectCount: ['จำนวนโครงการ', 'projects'],
  description: ['คำอธิบาย', 'description'],
  usedIn: ['ใช้ในสถานะ', 'used in status'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A column that is known by its header. */
export type Column = keyof typeof columnHeaders;

/** Columns of the sheet of services. */
export const registerColumns = [
  'serviceId',
  'ministryId',
  'agencyId',
  'ministry',
  'agency',
  'agencyType',
  'name',
  'statusId',
  'status',
  'project',
  'reasonId',
  'reason',
  'remark',
] as const satisfies readonly Column[];

/** A column of the sheet of services. */
export type RegisterColumn = (typeof registerColumns)[number];

/** Columns that hold an id or a code, of a fixed shape. */
export const idColumns: ReadonlySet<Column> = new Set([
  'serviceId',
  'ministryId',
  'agencyId',
  'statusId',
  'reasonId',
  'projectId',
]);

/** Columns that hold a number. */
export const numberColumns: ReadonlySet<Column> = new Set([
  'budget',
  'agencyCount',
  'serviceCount',
  'projectCount',
]);

/** DGA's own header of a column. */
export function headerOf(column: Column): string {
  return columnHeaders[column][0];
}

const byKey = new Map<string, Column>();
let column: Column;
for (column in columnHeaders) {
  for (const header of columnHeaders[column]) byKey.set(headerKey(header), column);
}

/**
 * The column that a header names, by itself or by the id in its brackets (`รหัสบริการ (service_id)`); `undefined`
 * when it is none that is known.
 */
export function columnOf(header: string): Column | undefined {
  if (header.length > 100) return undefined;
  const whole = byKey.get(headerKey(header));
  if (whole !== undefined) return whole;
  // Other words in brackets are a unit or a remark, and may change what the column means.
  const inBrackets = /\(([^()]+)\)\s*$/.exec(header)?.[1];
  const named = inBrackets === undefined ? undefined : byKey.get(headerKey(inBrackets));
  return named !== undefined && idColumns.has(named) ? named : undefined;
}

/** Whether a header is DGA's own, to the letter. */
export function isOwnHeader(column: Column, header: string): boolean {
  return headerOf(column) === header;
}

/** Whether a header is written as one that is known, to the letter. */
export function isExactHeader(column: Column, header: string): boolean {
  return columnHeaders[column].some((known) => known === header);
}

function headerKey(header: string): string {
  return skeleton(
    tidyText(header)
      .text.toLowerCase()
      .replaceAll(/[_\-.*:]/g, ''),
  );
}
