/** Totals by their words alone, with what they are of in between, or behind what they are of. */
const totalsText = new RegExp(
  [
    '^รวม(?:ทั้งสิ้น|ทั้งหมด|เป็น|จำนวน)?(?:[\\s:(\\d]|$)',
    '^(?:รวม|จ(?:ำ|ํา)นวน).{0,40}?(?:ทั้งสิ้น|ทั้งหมด)(?:[\\s:(\\d]|$)',
    '^(?:ยอดรวม|ผลรวม|(?:grand |sub)?totals?\\b|sum\\b)',
    '\\s(?:รวม|ผลรวม|totals?)$',
  ].join('|'),
  'iu',
);

/** Whether a text stands before totals, as in the last row of a sheet. */
export function isTotalsText(text: string): boolean {
  return totalsText.test(text);
}

/** Whether a text begins a remark below a table, or says where the table is from. */
export function isRemarkText(text: string): boolean {
  return /^(?:หมายเหตุ|ที่มา|แหล่ง(?:ที่มา|ข้อมูล)|ข้อมูล\s*ณ|(?:notes?|remarks?|source)\b)/iu.test(text);
}
