/** Whether a text stands before totals, as in the last row of a sheet. */
export function isTotalsText(text: string): boolean {
  return /^(?:รวม(?:ทั้งสิ้น|ทั้งหมด|เป็น|จำนวน)?(?:[\s:(\d]|$)|ยอดรวม|ผลรวม|(?:grand |sub)?totals?\b|sum\b)/iu.test(
    text,
  );
}
