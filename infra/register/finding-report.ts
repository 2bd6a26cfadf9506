import type { NumberedFinding } from '../postgres/register-findings.js';
import type { FindingSeverity } from './findings.js';
import { findingKinds } from './findings.js';
import type { SheetCell, SheetTable } from './spreadsheet.js';

/** Severities in both languages. */
export const severityLabels = {
  refused: { th: 'ไม่รับแถว', en: 'refused' },
  normalised: { th: 'แก้รูปแบบให้แล้ว', en: 'put right' },
  note: { th: 'แจ้งให้ทราบ', en: 'note' },
} as const satisfies Readonly<Record<FindingSeverity, { th: string; en: string }>>;

const columns = [
  { head: 'ลำดับ / No.', width: 8 },
  { head: 'รหัสหน่วยงาน / Agency id', width: 12 },
  { head: 'หน่วยงาน / Agency', width: 30 },
  { head: 'รหัสงานบริการ / Service id', width: 13 },
  { head: 'ชีต / Sheet', width: 14 },
  { head: 'ช่อง / Cell', width: 9 },
  { head: 'ระดับ', width: 14 },
  { head: 'Severity', width: 11 },
  { head: 'รหัสข้อค้นพบ / Code', width: 22 },
  { head: 'สิ่งที่พบ', width: 32 },
  { head: 'What is odd', width: 32 },
  { head: 'ข้อความในช่อง / Found', width: 50 },
  { head: 'สิ่งที่ทำ', width: 40 },
  { head: 'What was done', width: 40 },
];

/**
 * What was odd about an edition as a sheet that OPDC sends back to the agencies that own the rows: one row for
 * each finding, in Thai and English side by side.
 */
export function findingTable(findings: readonly NumberedFinding[]): SheetTable {
  return { name: 'ข้อค้นพบ', columns, rows: findings.map((one) => lineOf(one)) };
}

function lineOf(one: NumberedFinding): SheetCell[] {
  const { number, agencyId, agency, serviceId, sheet, cell, severity, code, found } = one;
  const { title } = findingKinds[code];
  const label = severityLabels[severity];
  return [
    ...[number, agencyId, agency?.th ?? null, serviceId, sheet, cell],
    ...[label.th, label.en, code, title.th, title.en, visible(found), one.didTh, one.did],
  ];
}

/** Control characters that no spreadsheet can hold, but for breaks of lines and tabs, as `\u0001`. */
function visible(text: string): string {
  return text.replaceAll(
    /[^\P{Cc}\t\n\r]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
