import type { Label } from '../service/states.js';

/** Refusals of a request alone, each with its sentence in both languages; `{name}` is a fact. */
export const requestRefusalTexts = {
  notYourOffice: {
    th: 'คำขอนี้อยู่ที่สำนักงาน {office} ซึ่งไม่ใช่สำนักงานของท่าน',
    en: 'this request is with office {office}, which is not yours',
  },
  notYourPortal: {
    th: 'คำขอนี้ยื่นผ่านพอร์ทัล {portal}; พอร์ทัลทำการได้เฉพาะคำขอของตน',
    en: 'this request was filed through portal {portal}; a portal acts for its own only',
  },
  askedAlready: {
    th: 'บันทึกความบกพร่องทำได้ครั้งเดียว (ม.8) ขอเพิ่มอีกไม่ได้ เว้นแต่ผู้อนุญาตบันทึก recordOfficerFault',
    en: "one complete list, once (LFA s.8): more cannot be asked for, unless the licensor records an official's fault (recordOfficerFault)",
  },
  noDeficiencyOpen: {
    th: 'ไม่มีรายการที่รอการแก้ไข',
    en: 'there is no list of deficiencies to be answered',
  },
  itemsNotOpen: {
    th: 'รายการ {items} ไม่ได้รอการแก้ไข; ที่ยังเปิดอยู่คือ {open}',
    en: 'items {items} are not open; open are {open}',
  },
  itemsTwice: { th: 'รายการ {items} ซ้ำกัน', en: 'items {items} are named twice' },
  neverShorter: {
    th: 'เวลาแก้ไขขยายได้แต่ลดไม่ได้: อย่างน้อย {amount} {unit}',
    en: 'the time for correction may be lengthened and never shortened: at least {amount} {unit}',
  },
  documentTwice: {
    th: 'เอกสาร {documents} แนบซ้ำ',
    en: 'documents {documents} are attached twice',
  },
  documentMissing: {
    th: 'ขาดเอกสาร {documents}; แนบให้ครบ หรือส่ง isIncomplete: true เพื่อยื่นก่อนแล้วแก้ไขภายหลัง',
    en: 'documents {documents} are missing; attach them, or say isIncomplete: true to file all the same and correct later',
  },
  documentNotAsked: {
    th: 'เอกสาร {documents} ไม่อยู่ในคู่มือ หรือรัฐมีอยู่แล้วจึงไม่ขอจากท่าน',
    en: 'documents {documents} are not in the manual, or held by the State and not asked of you',
  },
  documentTooLarge: {
    th: 'เอกสาร {document} มีขนาด {bytes} ไบต์ เกิน {max}',
    en: 'document {document} has {bytes} bytes, more than {max}',
  },
  documentType: {
    th: 'เอกสาร {document} เป็นชนิด {mediaType}; รับ {possible}',
    en: 'document {document} is of type {mediaType}; taken are {possible}',
  },
  documentHashDiffers: {
    th: 'เอกสาร {document} อ้างอิงเดียวกับที่ยื่นแล้วแต่ sha256 ต่างกัน ไฟล์ใหม่ให้ใช้รหัสอ้างอิงใหม่',
    en: 'document {document} has a reference that was filed with another sha256; a new file takes a new reference',
  },
  workedByAgencySystem: {
    th: 'คำขอนี้ดำเนินการในระบบของ {agencyId} จึงทำ {action} ที่นี่ไม่ได้',
    en: 'this request is worked in the own system of {agencyId}, so {action} is not done here',
  },
  requestClosed: {
    th: 'คำขอนี้สิ้นสุดแล้วและไม่มีเรื่องค้าง จึงทำการใดต่อไม่ได้',
    en: 'this request has ended and nothing of it is open: nobody acts on it any more',
  },
  requestForgotten: {
    th: 'ข้อมูลส่วนบุคคลของคำขอนี้ถูกลบเมื่อพ้นระยะเวลาเก็บรักษาแล้ว จึงเปิดเรื่องใหม่ไม่ได้ ให้ยื่นเป็นคำขอใหม่',
    en: 'the person of this request was forgotten when the time of keeping was over: it cannot be opened again; file a new request',
  },
  requestNotKept: {
    th: 'คำขอนี้สิ้นสุดก่อนที่ระบบจะเก็บสำนวนทั้งเรื่อง จึงทำ {action} ไม่ได้ ให้ยื่นเป็นคำขอใหม่',
    en: 'this request closed before requests were kept whole, so {action} is not possible; file a new request',
  },
  groundNotHere: {
    th: 'เหตุ {ground} ใช้กับคำขอในสถานะ {state} ไม่ได้; ใช้ {possible}',
    en: 'the ground {ground} opens no request in state {state}; possible: {possible}',
  },
  appliedTooLate: {
    th: 'ยื่นคำขอวันที่ {date} เกินกำหนด ({section}) ซึ่งสิ้นสุดวันที่ {applyBy}',
    en: 'the application of {date} came too late: the last day was {applyBy} ({section})',
  },
  periodOver: {
    th: 'เวลาที่ให้สิ้นสุดแล้วเมื่อ {due} (วันนี้ {today}) จึงไม่มีสิ่งใดเปิดใหม่ ให้เวลานานขึ้น หรือใช้เหตุอื่น',
    en: 'the time that would run anew ended on {due} (today is {today}): nothing would be open; give a longer one, or another ground',
  },
  appealTimeRuns: {
    th: 'ยังอยู่ในกำหนดเวลาอุทธรณ์ (ถึง {due}) ให้อุทธรณ์',
    en: 'the time to appeal still runs (until {due}): it is to be appealed',
  },
  notAtAgencySystem: {
    th: 'คำขอนี้ไม่ได้อยู่ที่ระบบของหน่วยงาน (สถานะ {state})',
    en: "this request is not at the agency's own system (state {state})",
  },
  nothingToSettle: {
    th: 'ไม่มีคำตอบของระบบหน่วยงานที่ขัดแย้งค้างอยู่',
    en: "nothing of the agency's own system is to be settled: no answer contradicts what stands, and it has refused nothing",
  },
  notToHandOver: {
    th: 'ส่งให้ระบบของหน่วยงานใหม่ได้เฉพาะระหว่างตรวจหรือพิจารณา (สถานะขณะนี้ {state})',
    en: "it is handed to the agency's own system again only while it is checked or considered (state {state}); settle it as recordStands",
  },
  stepNotDone: {
    th: 'ยังไม่ได้ทำขั้นตอน {step} ({part}) ซึ่งคู่มือ {manual} กำหนดให้ทำก่อนอนุญาต',
    en: 'step {step} ({part}) has not been done: the manual {manual} has it before an approval',
  },
  expiryMissing: {
    th: 'คู่มือ {manual} กำหนดอายุ {amount} {unit}; ต้องระบุวันสิ้นอายุ expiresOn',
    en: 'by the manual {manual} it is valid for {amount} {unit}: say expiresOn, its last day',
  },
  notInManual: {
    th: 'คู่มือสำหรับประชาชน {manual} ไม่มีขั้นตอน {part}',
    en: "the citizens' manual {manual} has no {part}",
  },
  noSuchNumber: {
    th: 'ไม่มี {what} เลขที่ {number} ที่ยังเปิดอยู่; ที่เปิดอยู่คือ {open}',
    en: 'there is no open {what} {number}; open: {open}',
  },
  stillOpen: {
    th: 'ยังมี {what} ที่ยังไม่สิ้นสุด ตัดสินขณะนี้ไม่ได้',
    en: 'a {what} is still open; it cannot be decided yet',
  },
  extensionNotAllowed: {
    th: 'คู่มือสำหรับประชาชน {manual} ไม่ให้ขยายเวลา',
    en: "the citizens' manual {manual} allows no extension",
  },
  extensionTooMany: {
    th: 'ขยายเวลาครบ {max} ครั้งแล้ว',
    en: 'it was extended {max} times already, which is the most',
  },
  extensionTooLong: {
    th: 'ขยายได้ครั้งละไม่เกิน {max} {unit}',
    en: 'an extension is at most {max} {unit}',
  },
  extensionTooLate: {
    th: 'ต้องแจ้งขยายเวลาภายในเวลาทำการของวันครบกำหนด {due}',
    en: 'notice of extension was due by closing time of {due}',
  },
  noClockRuns: {
    th: 'ขณะนี้ไม่มีกำหนดเวลาที่กำลังเดิน',
    en: 'no clock runs now that could be extended',
  },
  notOverdue: {
    th: 'ยังไม่เกินกำหนด ({due}) จึงยังไม่ต้องแจ้งเหตุแห่งความล่าช้า',
    en: 'it is not overdue ({due}); there is no delay to give notice of yet',
  },
  noticeSentToday: {
    th: 'วันนี้แจ้งเหตุแห่งความล่าช้าแล้ว',
    en: 'a delay notice was sent today already',
  },
  delegationMissing: {
    th: 'ผู้รับมอบอำนาจต้องระบุ delegation: เลขที่คำสั่ง วันเริ่ม วันสิ้นสุด',
    en: 'a delegate names the delegation: order number, from, until',
  },
  delegationNotInForce: {
    th: 'คำสั่งมอบอำนาจใช้ตั้งแต่ {from} ถึง {until}; วันนี้ {today}',
    en: 'the delegation is in force from {from} to {until}; today is {today}',
  },
  alreadyDecided: {
    th: 'มีคำสั่งแล้ว ({kind} วันที่ {on}) ถอนหรือส่งต่อไม่ได้',
    en: 'it is decided already ({kind} on {on}); this is possible before the decision only',
  },
  notDecided: { th: 'ยังไม่มีคำสั่งที่จะแจ้ง', en: 'nothing is decided that could be notified' },
  alreadyNotified: { th: 'แจ้งผลแล้วเมื่อ {on}', en: 'the result was notified on {on} already' },
  alreadyIssued: { th: 'ออกแล้วเลขที่ {number}', en: 'it is issued already, number {number}' },
  notIssued: {
    th: 'ยังไม่ได้ออกใบอนุญาต ให้ทำ issue ก่อน',
    en: 'nothing is issued yet; use issue first',
  },
  noSuchOffice: {
    th: 'ไม่มีสำนักงาน {office}; มี {possible}',
    en: 'there is no office {office}; there are {possible}',
  },
  sameOffice: { th: 'คำขออยู่ที่สำนักงาน {office} แล้ว', en: 'it is with office {office} already' },
  ownAgency: {
    th: '{agencyId} คือหน่วยงานนี้เอง ต้องระบุหน่วยงานอื่น',
    en: '{agencyId} is this agency itself; name another one',
  },
  powerNotBegun: {
    th: 'หนังสือมอบอำนาจเริ่มมีผลวันที่ {from} ก่อนนั้นผู้รับมอบอำนาจทำการแทนไม่ได้',
    en: 'the power of attorney begins on {from}; the agent cannot act before',
  },
  powerEnded: {
    th: 'หนังสือมอบอำนาจสิ้นสุดเมื่อ {until} ผู้รับมอบอำนาจทำการแทนไม่ได้',
    en: 'the power of attorney ended on {until}; the agent can act no more',
  },
  noAgent: {
    th: 'คำขอนี้ไม่มีผู้รับมอบอำนาจ',
    en: 'nobody is authorised to act for the applicant of this request',
  },
  deliveryNotOffered: {
    th: 'ไม่มีวิธีจัดส่ง {by}; มี {possible}',
    en: 'there is no delivery by {by}; there is {possible}',
  },
  notAppealable: {
    th: 'ไม่มีคำสั่งที่อุทธรณ์ได้ (คำสั่งล่าสุด: {kind})',
    en: 'there is no order that could be appealed (the last one: {kind})',
  },
  notNotifiedYet: {
    th: 'ยังไม่ได้แจ้งผล จึงยังไม่เริ่มนับเวลาอุทธรณ์',
    en: 'the result is not notified yet, so the time to appeal has not begun',
  },
  appealOpen: {
    th: 'มีอุทธรณ์ที่ {number} อยู่ระหว่างพิจารณา',
    en: 'appeal {number} is open already',
  },
  appealDecided: {
    th: 'คำสั่งนี้อุทธรณ์แล้ว (ผล: {outcome}) ขั้นต่อไปคือศาลปกครองภายใน 90 วัน',
    en: 'this order was appealed already ({outcome}); next is the Administrative Court within 90 days',
  },
  appealAtCourt: {
    th: 'คำสั่งนี้ฟ้องต่อศาลปกครอง ({section}) ไม่ใช่อุทธรณ์ภายใน',
    en: 'this order goes to the Administrative Court ({section}); there is no internal appeal',
  },
  noStayAsked: {
    th: 'ไม่มีคำขอทุเลาที่รอพิจารณา ({stay})',
    en: 'no stay is asked for and undecided ({stay})',
  },
  outcomeNotHere: {
    th: 'ผล {outcome} ใช้ในขั้นนี้ไม่ได้; ใช้ {possible}',
    en: 'the outcome {outcome} is not possible here; possible: {possible}',
  },
  appealInTime: {
    th: 'อุทธรณ์ยื่นภายในกำหนด',
    en: 'the appeal came in time; it cannot be out of time',
  },
  manualVersion: {
    th: 'ฉบับที่ {version} ใช้ไม่ได้ ฉบับถัดไปคือ {expected}',
    en: 'version {version} cannot be; the next one is {expected}',
  },
  manualBeginsEarlier: {
    th: 'วันเริ่มใช้ {date} ต้องไม่ก่อน {earliest}',
    en: 'it cannot take effect on {date}; the earliest day is {earliest}',
  },
  manualFaulty: {
    th: 'คู่มือมีข้อผิดพลาด {count} รายการ (ดู findings)',
    en: 'the manual has {count} errors; see findings',
  },
  manualIllustrative: {
    th: 'คู่มือมีตัวเลขตัวอย่างที่ {paths} ต้องอ้างอิงแหล่งที่มาก่อนเผยแพร่',
    en: 'the manual has illustrative figures at {paths}; cite a source for each before it is published',
  },
  manualNotInForce: {
    th: 'งานบริการ {serviceId} ไม่มีคู่มือสำหรับประชาชนที่ใช้อยู่ในวันที่ {on}',
    en: "service {serviceId} has no citizens' manual in force on {on}",
  },
  serviceNotOpen: {
    th: 'งานบริการ {serviceId} ยังไม่รับคำขอ (สถานะ {state}, ตรวจแล้ว {verified}) ต้องเป็น live ที่ตรวจแล้ว',
    en: 'service {serviceId} takes no requests (state {state}, verified {verified}); it must be live and verified',
  },
  otherPortal: {
    th: 'งานบริการ {serviceId} อยู่ที่พอร์ทัล {portal}',
    en: 'service {serviceId} is on portal {portal}',
  },
  applicantKind: {
    th: 'งานบริการนี้รับผู้ยื่นคำขอประเภท {possible} ไม่ใช่ {kind}',
    en: 'this service is for applicants of kind {possible}, not {kind}',
  },
  openRequestExists: {
    th: 'ผู้ยื่นคำขอมีคำขอ {requestId} ของงานบริการนี้ที่ยังไม่เสร็จ',
    en: 'the applicant has an open request for this service already: {requestId}',
  },
  filedTooLongAgo: {
    th: 'filedAt ต้องไม่เกิน {hours} ชั่วโมงก่อนหน้านี้และไม่อยู่ในอนาคต',
    en: 'filedAt must lie at most {hours} hours ago, and not in the future',
  },
} as const satisfies Record<string, Label>;
