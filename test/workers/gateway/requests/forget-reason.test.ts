import { describe, expect, it } from '@jest/globals';
import { reasonFault } from '../../../../workers/gateway/requests/forget-reason.js';

const known = {
  people: [
    {
      identity: { kind: 'citizen', number: '1000012345671' },
      name: { th: 'สมชาย ใจดี', en: 'Somchai Jaidee' },
      contact: { email: 'somchai@portal.example', phone: '0812345678' },
      address: { line: '99/1 ถนนสุขุมวิท', province: 'กรุงเทพมหานคร', postcode: '10110' },
    },
  ],
  form: { shop: 'ร้านทองคำรุ่งเรือง', area: '120' },
};

describe('the reason of a forgetting', () => {
  it.each([
    ...['คำขอของ สมชาย', 'for Somchai', 'JAIDEE asked', 'เลข ๑-๐๐๐๐-๑๒๓๔๕-๖๗-๑', '081-234-5678'],
    ...['99/1 ถนนสุขุมวิท', 'ร้านทองคำรุ่งเรือง', 'write to SOMCHAI@portal.example'],
  ])('does not tell of the person: %s', (reason) => {
    const fault = reasonFault(reason, known);
    expect(fault?.path).toBe('/reason');
    expect(JSON.stringify(fault)).not.toContain(reason);
  });

  it.each(['other@mail.example', 'เลข 1101700230708 ของผู้อื่น'])(
    'tells of nobody else either, even when the person can be opened no more: %s',
    (reason) => {
      expect(reasonFault(reason, undefined)).toBeDefined();
    },
  );

  it.each(['ครบกำหนด 10 ปี', 'ที่ กค 0601/1234 ลงวันที่ 3 ส.ค. 2579', 'กรุงเทพมหานคร', 'area 120'])(
    'may say why: %s',
    (reason) => {
      expect(reasonFault(reason, known)).toBeUndefined();
      expect(reasonFault(reason, undefined)).toBeUndefined();
    },
  );
});
