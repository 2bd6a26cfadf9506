import type { Label } from '../../lifecycles/service/states.js';

/** Why a live check did not succeed, and what to do about it. */
export const liveCheckTexts = {
  addressNotAllowed: {
    th: 'เรียกเฉพาะที่อยู่สาธารณะที่พอร์ต 80 หรือ 443 และไม่มีชื่อผู้ใช้หรือรหัสผ่านในที่อยู่ (รวมถึงปลายทางที่ถูกส่งต่อ) ให้ประกาศที่อยู่ที่ประชาชนเรียกได้',
    en: 'only public addresses on port 80 or 443, without user or password, are called, also where a redirect leads; announce the address that citizens call',
  },
  nameNotFound: {
    th: 'ไม่พบชื่อโฮสต์ใน DNS ให้ตรวจชื่อที่ประกาศ',
    en: 'DNS does not know the host; check the name that was announced',
  },
  unreachable: {
    th: 'เชื่อมต่อไม่ได้ หรือการเชื่อมต่อขาดก่อนได้คำตอบ',
    en: 'nothing can be connected to there, or the connection broke before it answered',
  },
  timedOut: {
    th: 'ไม่ตอบทันเวลา',
    en: 'it did not answer in time',
  },
  tooManyRedirects: {
    th: 'ถูกส่งต่อหลายครั้งเกินไป',
    en: 'it redirects too many times',
  },
  badRedirect: {
    th: 'ถูกส่งต่อไปยังที่อยู่ที่ไม่ใช่ http(s)',
    en: 'it redirects to what is no http(s) address',
  },
  badStatus: {
    th: 'ตอบด้วยรหัส HTTP ที่ไม่ใช่ 2xx',
    en: 'it answers with an HTTP status other than 2xx',
  },
  tooLarge: { th: 'ส่วนหัวของคำตอบใหญ่เกินไป', en: 'the headers of its answer are too large' },
  emptyPage: { th: 'ตอบโดยไม่มีเนื้อหา', en: 'it answers with nothing in it' },
  tlsInvalid: {
    th: 'ใบรับรอง TLS ใช้ไม่ได้ (หมดอายุ ไม่ตรงชื่อ หรือผู้ออกไม่เป็นที่เชื่อถือ)',
    en: 'its TLS certificate does not hold: expired, for another name, or by an unknown issuer',
  },
} as const satisfies Record<string, Label>;

/** What a live check's reason means; `undefined` for one that is not known here. */
export function liveCheckText(reason: string | undefined): Label | undefined {
  return Object.entries(liveCheckTexts).find(([known]) => known === reason)?.[1];
}
