import type { Language } from './format.js';

const thai = {
  menu: 'คำขอ',
  title: 'คำขอของประชาชน',
  open: 'คำขอที่อยู่ระหว่างดำเนินการ',
  overdue: 'เกินกำหนดพิจารณา',
  sent: 'หนังสือแจ้งเหตุแห่งความล่าช้าที่แจ้งแล้ว',
  missed: 'หนังสือแจ้งเหตุแห่งความล่าช้าที่ไม่ได้แจ้ง',
  all: 'คำขอทั้งหมด',
  letters: 'นับเป็นฉบับ คำขอหนึ่งมีได้หลายฉบับ',
  none: 'ยังไม่มีคำขอ หน้านี้จะแสดงผลเองเมื่อมีคำขอแรก',
  noneThen: 'ยังไม่มีคำขอจนถึงวันนั้น',
  toPage: 'ดูตามหน่วยงาน และคำขอที่เกินกำหนด',
  byAgency: 'คำขอตามหน่วยงาน',
  byState: 'คำขอตามสถานะ',
  byPortal: 'คำขอตามพอร์ทัล',
  byService: 'คำขอตามงานบริการ',
  agency: 'หน่วยงาน',
  openShort: 'ดำเนินการอยู่',
  overdueShort: 'เกินกำหนด',
  sentShort: 'แจ้งล่าช้าแล้ว',
  missedShort: 'ไม่ได้แจ้ง',
  sortBy: 'เรียงตาม',
  late: 'คำขอที่เกินกำหนดพิจารณา',
  noLateTitle: 'ไม่มีคำขอที่เกินกำหนด',
  noLate: 'ทุกคำขออยู่ในกำหนดเวลา',
  request: 'คำขอ',
  receipt: 'เลขที่รับ',
  office: 'สำนักงาน',
  nextLetter: 'ฉบับถัดไปภายใน',
  privacy: 'แสดงรหัสคำขอเพียงบางส่วน หน้านี้ไม่มีข้อมูลของผู้ยื่นคำขอ',
};

/** The words about citizens' requests in one language. */
export type RequestWords = typeof thai;

const english: RequestWords = {
  menu: 'Requests',
  title: "Citizens' requests",
  open: 'Requests under way',
  overdue: 'Overdue: not decided in time',
  sent: 'Delay notices sent',
  missed: 'Delay notices missed',
  all: 'All requests',
  letters: 'Letters are counted: a request may have several',
  none: 'No requests yet. This page shows the first by itself',
  noneThen: 'There were no requests up to that day',
  toPage: 'By agency, and those that are overdue',
  byAgency: 'Requests by agency',
  byState: 'Requests by state',
  byPortal: 'Requests by portal',
  byService: 'Requests by service',
  agency: 'Agency',
  openShort: 'Under way',
  overdueShort: 'Overdue',
  sentShort: 'Letters sent',
  missedShort: 'Letters missed',
  sortBy: 'Order by',
  late: 'Overdue requests',
  noLateTitle: 'No request is overdue',
  noLate: 'All requests are in time',
  request: 'Request',
  receipt: 'Receipt',
  office: 'Office',
  nextLetter: 'Next letter by',
  privacy: 'Ids of requests are cut short. Nothing of an applicant is here',
};

/** The words about citizens' requests in a language. */
export function requestWordsIn(language: Language): RequestWords {
  return language === 'en' ? english : thai;
}
