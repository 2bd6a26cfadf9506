import type { Label } from '../../lifecycles/service/states.js';

/** What is wrong with a field of a person, in both languages; never with what was given. */
export const applicantTexts = {
  notThirteenDigits: {
    th: 'ต้องเป็นตัวเลข 13 หลัก จะมีขีดหรือเว้นวรรคก็ได้',
    en: 'must have 13 digits; dashes and spaces do not matter',
  },
  citizenBegins: {
    th: 'เลขประจำตัวประชาชนต้องขึ้นต้นด้วย 1 ถึง 8',
    en: 'must begin with 1 to 8: that is how citizen ids begin',
  },
  juristicBegins: {
    th: 'เลขทะเบียนนิติบุคคลต้องขึ้นต้นด้วย 0',
    en: 'must begin with 0: that is how juristic ids begin',
  },
  wrongCheckDigit: {
    th: 'หลักสุดท้ายไม่ตรงกับหลักอื่น (เลขตรวจสอบ) ให้ตรวจทานทีละหลัก',
    en: 'the last digit does not fit the others (check digit): compare it digit by digit',
  },
  noForeignNumber: {
    th: 'ต้องเป็นเลขหนังสือเดินทางหรือเลขประจำตัวที่ไทยออกให้ ตัวอักษร A-Z หรือตัวเลข 5 ถึง 20 ตัว',
    en: 'must be a passport number or a number given in Thailand: 5 to 20 letters A-Z or digits',
  },
  noCountry: {
    th: 'ต้องเป็นรหัสประเทศสองตัวอักษรตาม ISO 3166-1 เช่น LA',
    en: 'must be a country of ISO 3166-1 in two letters, such as LA',
  },
  noEmail: { th: 'ต้องเป็นที่อยู่อีเมล', en: 'must be an e-mail address' },
  noPhone: {
    th: 'ต้องเป็นหมายเลขโทรศัพท์ 9 ถึง 15 หลัก จะขึ้นต้นด้วย + ก็ได้',
    en: 'must be a telephone number of 9 to 15 digits, with + in front or without',
  },
  noPostcode: { th: 'ต้องเป็นรหัสไปรษณีย์ 5 หลัก', en: 'must be a postcode of 5 digits' },
  powerEndsEarly: {
    th: 'วันสิ้นสุดของหนังสือมอบอำนาจต้องไม่ก่อนวันเริ่ม',
    en: 'the power of attorney must not end before it begins',
  },
} as const satisfies Record<string, Label>;
