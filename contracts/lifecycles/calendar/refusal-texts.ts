import type { Label } from '../service/states.js';

/** Refusals of the calendar's own case, each with its sentence in both languages. */
export const calendarRefusalTexts = {
  dayOffAlready: {
    th: '{date} เป็นวันหยุดอยู่แล้ว ({what}) จึงประกาศเป็นวันหยุดพิเศษไม่ได้',
    en: '{date} is a day off already ({what}), so it cannot be declared a special holiday',
  },
  declaredAlready: {
    th: '{date} ประกาศเป็นวันหยุดพิเศษแล้ว',
    en: '{date} is declared a special holiday already',
  },
  notDeclared: {
    th: '{date} ไม่ใช่วันหยุดพิเศษ จึงยกเลิกไม่ได้',
    en: '{date} is no special holiday, so it cannot be withdrawn',
  },
  tooLateToWithdraw: {
    th: 'วันหยุดพิเศษ {date} ยกเลิกได้ก่อนถึงวันเท่านั้น (วันนี้ {today})',
    en: 'the special holiday of {date} can be withdrawn before the day only (today is {today})',
  },
  tooLateToDeclare: {
    th: 'ประกาศวันหยุดพิเศษได้ก่อนถึงวันเท่านั้น: {date} ต้องอยู่หลังวันนี้ ({today})',
    en: 'a special holiday is declared before the day: {date} must lie after today ({today})',
  },
  yearNotKnown: {
    th: 'ไม่มีข้อมูลวันหยุดของปี {year}; ปฏิทินมี {from}–{to}',
    en: 'the holidays of {year} are not known; the calendar has {from} to {to}',
  },
} as const satisfies Record<string, Label>;

/** The kind of problem that each of them is. */
export const calendarRefusalKinds = {
  dayOffAlready: kind(409, 'เป็นวันหยุดอยู่แล้ว', 'It is a day off already'),
  declaredAlready: kind(409, 'ประกาศแล้ว', 'Declared already'),
  notDeclared: kind(409, 'ไม่ใช่วันหยุดพิเศษ', 'No special holiday'),
  tooLateToWithdraw: kind(409, 'ยกเลิกไม่ทันแล้ว', 'Too late to withdraw'),
  tooLateToDeclare: kind(422, 'ต้องประกาศก่อนถึงวัน', 'It must be declared before the day'),
  yearNotKnown: kind(422, 'ไม่มีวันหยุดของปีนั้น', 'The holidays of that year are not known'),
} as const satisfies Record<keyof typeof calendarRefusalTexts, { status: number; title: Label }>;

function kind(status: number, th: string, en: string) {
  return { status, title: { th, en } };
}
