import type { Label } from '../service/states.js';

/** Refusals of who belongs together, each with its sentence in both languages. */
export const agencyRefusalTexts = {
  agencyUnknown: {
    th: 'ไม่มีหน่วยงาน {agencyId} ในทะเบียน',
    en: 'there is no agency {agencyId} in the register',
  },
  agencyIntoItself: {
    th: '{agencyId} รวมกับตัวเองไม่ได้ ให้ระบุสองรหัสที่ต่างกัน',
    en: '{agencyId} cannot be merged with itself; give two different ids',
  },
  agencyMergedAlready: {
    th: '{agencyId} รวมอยู่กับ {into} ตั้งแต่ {since} แล้ว ให้แยกออกก่อน (agency unmerge)',
    en: '{agencyId} is merged into {into} since {since} already; take it apart first (agency unmerge)',
  },
  agencyTargetMerged: {
    th: '{agencyId} รวมอยู่กับ {into} เอง ให้รวมเข้ากับ {into} แทน',
    en: '{agencyId} is itself merged into {into}; merge into {into} instead',
  },
  agencyHasMembers: {
    th: '{members} รวมอยู่กับ {agencyId} จึงรวมเข้ากับหน่วยงานอื่นไม่ได้ ให้แยกออกก่อน หรือรวมอีกทางหนึ่ง',
    en: '{members} are merged into {agencyId}, so it cannot be merged into another; unmerge them first, or merge the other way round',
  },
  agencyNotMerged: {
    th: '{agencyId} ไม่ได้รวมอยู่กับหน่วยงานใด',
    en: '{agencyId} is merged into no other agency',
  },
  agencyBusy: {
    th: 'กำลังมีการรวมหรือแยก {agencyId} อยู่ ให้ตรวจดูแล้วลองใหม่',
    en: 'a merge or unmerge of {agencyId} is under way; look at it and try again',
  },
  mergeRefusedAlready: {
    th: 'ข้อเสนอรวม {agencyId} กับ {into} ถูกปฏิเสธไว้แล้ว',
    en: 'merging {agencyId} with {into} was refused already',
  },
} as const satisfies Record<string, Label>;

/** The kind of problem that each of them is. */
export const agencyRefusalKinds = {
  agencyUnknown: kind(422, 'ไม่มีหน่วยงานนี้', 'No such agency'),
  agencyIntoItself: kind(422, 'รวมกับตัวเองไม่ได้', 'It cannot be merged with itself'),
  agencyMergedAlready: kind(409, 'รวมอยู่แล้ว', 'Merged already'),
  agencyTargetMerged: kind(409, 'ปลายทางรวมอยู่กับหน่วยงานอื่น', 'The target is itself merged'),
  agencyHasMembers: kind(409, 'มีรหัสอื่นรวมอยู่', 'Others are merged into it'),
  agencyNotMerged: kind(409, 'ไม่ได้รวมอยู่', 'Not merged'),
  agencyBusy: kind(409, 'กำลังดำเนินการอยู่', 'A decision is under way'),
  mergeRefusedAlready: kind(409, 'ปฏิเสธไว้แล้ว', 'Refused already'),
} as const satisfies Record<keyof typeof agencyRefusalTexts, { status: number; title: Label }>;

function kind(status: number, th: string, en: string) {
  return { status, title: { th, en } };
}
