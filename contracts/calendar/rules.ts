import type { Label } from './label.js';

/** A rule by which a date came about: a section of law, or a reading where the law is silent. */
export interface Rule {
  /** `law`: taken from a section. `reading`: ours, to be overruled in one place. */
  readonly basis: 'law' | 'reading';
  /** Where it stands. */
  readonly section: string;
  readonly text: Label;
  /** The source marks it as from memory: to be checked against the text. */
  readonly isUnchecked?: true;
}

function law(section: string, th: string, en: string, isUnchecked?: true): Rule {
  const rule = { basis: 'law', section, text: { th, en } } as const;
  return isUnchecked === undefined ? rule : { ...rule, isUnchecked };
}

function reading(th: string, en: string): Rule {
  return { basis: 'reading', section: 'calendar-readings', text: { th, en } };
}

/** All rules by id: R1–R9 and the sections of law, C1–C18 the readings. */
export const rules = {
  R1: law(
    'APA s.64(1), CCC 193/3',
    'ไม่นับวันแรกรวมเข้าด้วย เว้นแต่เริ่มการในวันนั้นเอง',
    'the first day is not counted, unless the act begins on that day',
  ),
  R2: law('CCC 193/3(1)', 'ระยะเวลาเป็นชั่วโมงหรือนาทีเริ่มทันที', 'hours and minutes start at once'),
  R3: law(
    'CCC 193/1; manuals',
    '"วัน" คือวันตามปฏิทิน "วันทำการ" คือวันที่ราชการเปิดทำการ',
    '"days" are calendar days, "working days" those on which offices are open',
    true,
  ),
  R4: law(
    'CCC 193/4',
    'ในทางราชการ "วัน" หมายถึงเวลาทำการ',
    'in official matters a day means office hours',
  ),
  R5: law(
    'APA s.64(2)',
    'หน้าที่ของเจ้าหน้าที่นับวันสุดท้ายด้วยแม้เป็นวันหยุด',
    "an official's last day counts even when it is a holiday",
  ),
  R6: law(
    'APA s.64(3), CCC 193/8',
    'หน้าที่ของบุคคล: วันสุดท้ายเป็นวันหยุดให้นับวันทำการถัดไป',
    "a person's last day that is a holiday moves to the next working day",
  ),
  R7: law('CCC 193/5', 'เดือนและปีนับตามปฏิทิน', 'months and years are counted by the calendar'),
  R8: law('APA s.65–66', 'ขยายระยะเวลาได้ มีเหตุผล', 'a period may be extended, with a reason'),
  R9: law(
    'Gazette 2164522 cl.35',
    'ระยะเวลาเริ่มเมื่อคำขอถูกต้องครบถ้วนตามคู่มือ',
    'the clock starts when the application is complete per the manual',
  ),
  'EGOV-10': law(
    'EGOV s.10',
    'ยื่นนอกวันหรือเวลาทำการ ถือว่าได้รับในวันและเวลาทำการถัดไป',
    'what comes outside office hours is received at the next working day and time',
  ),
  'LFA-8': law(
    'LFA s.8',
    'ตรวจคำขอทันที ไม่ครบให้บันทึกความบกพร่อง',
    'the application is checked at once; what lacks goes into one deficiency record',
  ),
  'LFA-10-1': law(
    'LFA s.10(1)',
    'แจ้งผลภายใน 7 วันนับแต่วันที่พิจารณาแล้วเสร็จ',
    'the result is notified within 7 days of finishing',
  ),
  'LFA-10-2': law(
    'LFA s.10(2)',
    'พ้นกำหนดแล้วยังไม่เสร็จ แจ้งเหตุล่าช้าทุก 7 วัน ส่งสำเนาให้ ก.พ.ร.',
    'when the time is up, a letter with the reason every 7 days, each copied to OPDC',
  ),
  'APA-40': law(
    'APA s.40',
    'ไม่แจ้งสิทธิอุทธรณ์ ให้เริ่มนับใหม่เมื่อแจ้ง ไม่แจ้งเลยขยายเป็น 1 ปี',
    'without appeal information the period starts again when it is given; never given, 1 year',
    true,
  ),
  'APA-44': law(
    'APA s.44',
    'อุทธรณ์ภายใน 15 วันนับแต่วันที่ได้รับแจ้ง',
    'appeal within 15 days of being notified',
  ),
  'APA-45': law(
    'APA s.45',
    'เจ้าหน้าที่พิจารณาอุทธรณ์ภายใน 30 วัน ผู้มีอำนาจเหนือ 30 วัน ขยายได้ 30 วัน',
    'the officer decides within 30 days, the superior within 30, extendable by 30',
  ),
  'APA-71': law(
    'APA s.71',
    'ส่งทางไปรษณีย์ตอบรับ ถือว่าได้รับเมื่อครบ 7 วัน (ในประเทศ) 15 วัน (ต่างประเทศ)',
    'by registered post: received 7 days after posting, 15 from abroad, unless proved otherwise',
    true,
  ),
  'COURT-49': law(
    'Administrative Court Procedure Act s.49',
    'ฟ้องคดีปกครองภายใน 90 วัน',
    'to the Administrative Court within 90 days',
    true,
  ),
  MANUAL: law(
    'special law or citizens’ manual of the service',
    'ระยะเวลาตามกฎหมายเฉพาะ หรือตามคู่มือสำหรับประชาชนของงานบริการ',
    'the time that the special law or the citizens’ manual of the service gives',
  ),
  FISCAL: law(
    'Budget Procedures Act s.4',
    'ปีงบประมาณ 1 ตุลาคม ถึง 30 กันยายน',
    'the fiscal year runs from 1 October to 30 September',
    true,
  ),
  C1: reading(
    'วันหยุดคือเสาร์ อาทิตย์ และวันหยุดราชการ วันหยุดเฉพาะภาคเป็นข้อมูลของหน่วยงาน',
    'days off are Saturday, Sunday and government holidays; regional days are one agency’s data',
  ),
  C2: reading(
    'เวลาทำการ 08:30 ถึง 16:30 รวมทั้งสองเวลา ไม่หักพักกลางวัน',
    'office hours are 08:30:00 to 16:30:00, both inside, without a lunch break',
  ),
  C3: reading(
    'ยื่นก่อนเปิดทำการในวันทำการ ถือว่าได้รับ 08:30 วันนั้น',
    'filed before opening on a working day: received that day at 08:30',
  ),
  C4: reading(
    'ไม่นับวันแรกเสมอ เว้นแต่คู่มือหรือกฎหมายกำหนดเป็นข้อมูล',
    'the first day is always out, unless manual or regime says otherwise as data',
  ),
  C5: reading(
    'ชั่วโมงและนาทีในคู่มือคือเวลาทำการ เหลือเท่าใดนับต่อเมื่อเปิดทำการถัดไป ส่วนชั่วโมงตามกฎหมาย (เช่น 72 ชั่วโมง) นับต่อเนื่อง เป็นอีกหน่วยหนึ่ง',
    'hours and minutes of a manual are office time: what is left at closing goes on at the next opening; statutory hours (72 hours of a data breach) are elapsed time, another unit',
  ),
  C6: reading(
    'เริ่มวันถัดจากวันเกิดเหตุ สิ้นสุดวันก่อนวันตรงกัน เริ่มวันที่ 1 นับเต็มเดือน ไม่มีวันตรงกันสิ้นสุดวันสุดท้ายของเดือน',
    'the period begins the day after the event and ends the day before the corresponding day; begun on the 1st it is whole calendar months; without a corresponding day it ends on the month’s last day',
  ),
  C7: reading(
    'เริ่มเมื่อครบถ้วน เต็มระยะเวลา หากทำบันทึกความบกพร่อง; เริ่มเมื่อได้รับ หากคำขอครบถ้วน หรือไม่มีผู้บันทึกภายในสิ้นวันทำการแรกหลังได้รับ',
    'the official clock starts at completeness, with the whole period, if a deficiency record was made; at receipt if the application was complete, or if nobody recorded that it was not by the end of the first working day after receipt',
  ),
  C8: reading(
    'เวลารอที่บันทึกไว้หลังเริ่มนับไม่นับ ตั้งแต่วันถัดจากบันทึกถึงวันที่แก้ไข รวมทั้งสองวัน แล้วนับต่อ; เวลารอที่ไม่บันทึก และเวลารอตามข้อยกเว้นความผิดของเจ้าหน้าที่ (ม.8) นับ; ใบแจ้งชำระเงินที่ยังไม่ชำระเป็นเวลารอของผู้ยื่น ตั้งแต่วันถัดจากออกถึงวันชำระ ชำระแล้วแต่ยังไม่ยืนยันนับเป็นของหน่วยงาน; เวลารอที่เริ่มหลังพ้นกำหนดไม่ลบล้างความล่าช้า',
    'a recorded wait after the start is outside the clock: the days from the day after the record to the day of the fix, both included, are not counted and the rest goes on after it; an unrecorded wait counts, and so does one under the officer-fault exception of s.8; a bill that was issued and not paid is the applicant’s wait, from the day after issue to the day of payment, and paid but unconfirmed counts against the agency; a wait that begins when the time is up takes no delay back',
  ),
  C9: reading(
    'ขยายต้องแจ้งพร้อมเหตุผลก่อนปิดทำการวันสุดท้าย นับจากวันครบกำหนดปัจจุบันของเจ้าหน้าที่ หรือวันสุดท้ายที่เลื่อนแล้วของประชาชน เกินจำนวน เกินเวลา หรือช้าไป ไม่รับ ไม่ตัดทอน; การผ่อนผันย้อนหลังเป็นของประชาชนเท่านั้น ยื่นภายใน 15 วันนับแต่พ้นอุปสรรค โดยคำสั่งที่มีเหตุผล',
    'an extension needs notice with reason until closing of the last day; it counts from an official’s current due date, or a citizen’s rolled last day; one too many, too long or too late is refused, not cut down; retroactive relief is the citizen’s alone, on application within 15 days after the obstacle ends, by a decision with reasons',
  ),
  C10: reading(
    'เกินกำหนดตั้งแต่วันถัดไป หนังสือแจ้งภายในวันครบกำหนด + 7, + 14 … วัน ไม่ว่าฉบับก่อนส่งจริงเมื่อใด ฉบับที่ส่งก่อนใช้กับช่วงที่ส่ง ฉบับที่ช้าไม่ลบธงและไม่เลื่อนฉบับถัดไป วันที่เสร็จไม่ต้องมีหนังสือของวันนั้น',
    'overdue begins the day after the due date; letters are owed by due date + 7, + 14 … calendar days, whenever earlier ones were really sent; an early letter serves the interval it falls in, a late one leaves its flag and does not move the next; a letter owed on the day the case is finished is not owed',
  ),
  C11: reading(
    'แจ้งทางอิเล็กทรอนิกส์: วันนั้นเอง ไม่ว่าเวลาใด',
    'electronic notice: that calendar day, at whatever hour',
  ),
  C12: reading(
    '30 วันของเจ้าหน้าที่นับจากวันรับอุทธรณ์ ของผู้มีอำนาจเหนือนับจากวันรับสำนวน ไม่นับวันแรก; ไม่แจ้งสิทธิอุทธรณ์: 15 วันเริ่มใหม่เมื่อแจ้ง ไม่แจ้งเลย 1 ปีนับแต่วันแจ้งคำสั่ง; ศาลปกครอง 90 วันนับแต่วันแจ้งผลอุทธรณ์ หรือวันสิ้นสุดเวลาพิจารณาอุทธรณ์',
    'the officer’s 30 days run from receipt of the appeal, the superior’s from receipt of the file, first day out; without appeal information the 15 days start again when it is given, and never given the limit is 1 year from notification; to the Administrative Court 90 days from notification of the decision on the appeal, or from the end of the time to decide it',
  ),
  C13: reading(
    'นับย้อน: วันหมดอายุลบจำนวนวัน ไม่นับวันหมดอายุ ไม่เลื่อน',
    'counting back: expiry minus the days, expiry day out, no roll',
  ),
  C14: reading(
    'สองช่วงต่อกัน: ช่วงที่สองเริ่มวันที่ช่วงแรกสิ้นสุด',
    'two clocks in a row: the second starts on the day the first ends',
  ),
  C15: reading(
    'ประกาศวันหยุดพิเศษภายหลัง: นับวันทำการที่ยังเปิดอยู่ใหม่ วันตามปฏิทินของเจ้าหน้าที่ไม่เปลี่ยน ของประชาชนคงความยาวแต่เลื่อนวันสุดท้ายใหม่หากเป็นวันหยุด วันถือว่าได้รับที่ยังไม่ถึงเลื่อน ที่ผ่านแล้วไม่เลื่อน ไม่มีระยะเวลาใดสิ้นสุดก่อนวันประกาศ หรือสั้นลงเพราะวันหยุดที่เพิ่ม',
    'a special holiday declared later: open working-day periods are counted again; an official’s calendar days never change; a citizen’s keep their length, but the last day is rolled again if it is a holiday now; a deemed receipt still in the future moves, one in the past does not; no period is made to end before the declaration, nor shorter by a holiday more',
  ),
  C16: reading(
    'ยกเลิกได้ก่อนถึงวันเท่านั้น ในวันนั้นหรือหลังจากนั้นไม่รับ วันของเจ้าหน้าที่นับกลับ วันที่เคยให้ประชาชนช้ากว่าคงไว้',
    'withdrawn before the day only, on or after it refused; officials’ dates are counted back; a later date once given to a citizen stays',
  ),
  C17: reading(
    'หน่วยงานที่เปิดในวันหยุดพิเศษ: เป็นวันทำการของหน่วยงาน แต่ยังเป็นวันหยุดของประชาชน',
    'an agency open on a special day: a working day for its counts, still a holiday for a citizen’s last day',
  ),
  C18: reading(
    'วว/ดด/ปปปป หรือ ว เดือน ปปปป เลขไทยหรืออารบิก มีหรือไม่มี พ.ศ.; ปี 2484 ขึ้นไปเป็น พ.ศ. (ก่อนนั้นปีเริ่ม 1 เมษายน ไม่รับ); 1941–2200 เป็น ค.ศ.; ปีสองหลัก วันที่ไม่มี และปี ค.ศ. ในช่อง พ.ศ. ไม่รับ พร้อมบอกความหมายที่น่าจะเป็น',
    'dd/mm/yyyy or d MMMM yyyy, Thai or Arabic digits, with or without พ.ศ.; years from 2484 are B.E. (before, the year began on 1 April: refused), 1941 to 2200 C.E.; two digits, impossible days and a C.E. year in a field that says B.E. are refused with the likely meaning',
  ),
} as const satisfies Record<string, Rule>;

/** Id of a rule. */
export type RuleId = keyof typeof rules;
