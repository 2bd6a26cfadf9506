import { randomUUID } from 'node:crypto';
import type { AgencyAnswer, AgencyOutcome } from '../../../contracts/agency-link/answers.js';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';

const official = {
  officialId: 'T-0042',
  name: 'นางสาวทดลอง ใจดี',
  position: 'ผู้อำนวยการส่วนอนุญาตทดลอง',
};

const reasons = {
  facts: 'สถานที่ตามคำขออยู่ใกล้สถานศึกษาตามผลตรวจของหน่วยงานทดลอง',
  law: 'กฎกระทรวงที่หน่วยงานทดลองยกเป็นตัวอย่าง',
  discretion: 'พิจารณาแล้วเห็นว่าประโยชน์สาธารณะมีน้ำหนักกว่า',
  appeal: {
    route: 'internal',
    body: 'ผู้ทำคำสั่ง',
    section: 'พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 44',
    withinDays: 15,
  },
} as const;

const terms = { conditions: ['ติดป้ายอนุญาตไว้ในที่เปิดเผย'], reasons };

/** What the test agency answers of a request. */
export interface AnswerPlace {
  readonly requestId: string;
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A document that it was given, which is what it finds fault with. */
  readonly documentId: string | null;
  /** Whether what is issued was approved with conditions. */
  readonly isConditional: boolean;
}

/** A whole answer with an outcome, as an agency would give it. */
export function answerOf(outcome: AgencyOutcome, place: AnswerPlace): AgencyAnswer {
  const { requestId, sequence, documentId } = place;
  const at = new Date(place.at).toISOString();
  const head = { answerId: randomUUID(), requestId, sequence, at };
  const decision = {
    orderNumber: `ทล 0001/${sequence}`,
    decidedAt: at,
    by: { capacity: 'licensor', ...official },
  } as const;
  switch (outcome) {
    case 'received':
      return { ...head, outcome, receiptNumber: `T-${requestId.slice(0, 8)}` };
    case 'documentsNeeded': {
      const what = 'ภาพไม่ชัด ให้ส่งฉบับที่อ่านได้';
      const found = { deficiencies: [{ documentId, what }], signedBy: official };
      return { ...head, outcome, ...found, ifNotCorrected: reasons };
    }
    case 'approved':
      return { ...head, outcome, decision };
    case 'approvedWithConditions':
      return { ...head, outcome, decision, terms };
    case 'refused':
      return { ...head, outcome, decision, reasons };
    case 'issued': {
      const licence = licenceOf(place);
      return { ...head, outcome, decision, ...(place.isConditional ? { terms } : {}), licence };
    }
  }
}

function licenceOf({ requestId, at }: AnswerPlace) {
  const issuedOn = bangkokDate(at);
  return {
    number: `ทล-${requestId.slice(0, 8)}`,
    issuedOn,
    effectiveOn: issuedOn,
    expiresOn: addDays(issuedOn, 364),
  };
}
