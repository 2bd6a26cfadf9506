/** What people write in the fields that take words; by action, and where an action says nothing, by field. */
const byAction: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  recordDeficiency: {
    facts: ['เอกสารที่ยื่นไม่ครบตามคู่มือสำหรับประชาชน', 'เอกสารบางรายการอ่านไม่ออก'],
    law: ['พ.ร.บ. การอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558 มาตรา 8'],
    discretion: ['จำเป็นต้องมีเอกสารครบถ้วนจึงจะพิจารณาได้'],
  },
  keepOpen: { reason: ['เอกสารที่ส่งมาใหม่ยังไม่มีลายมือชื่อ'] },
  lengthenCorrection: { reason: ['ผู้ยื่นคำขอแจ้งว่าต้องรอเอกสารจากธนาคาร'] },
  recordInspection: {
    findings: ['ตรวจสถานที่แล้ว บันทึกผลตามแบบ', 'พบข้อที่ต้องปรับปรุงตามบันทึกการตรวจ'],
  },
  reportRemedy: { text: ['ปรับปรุงสถานที่ตามบันทึกการตรวจแล้ว'] },
  openHearing: { facts: ['มีผู้คัดค้านเรื่องเสียงและกลิ่นรบกวน'] },
  answerHearing: { text: ['ขอชี้แจงว่าได้ติดตั้งระบบบำบัดแล้ว'] },
  consult: { question: ['ขอความเห็นว่าที่ตั้งขัดกับผังเมืองรวมหรือไม่'] },
  answerConsultation: { text: ['ตรวจสอบแล้ว ไม่ขัดข้อง', 'ให้ปฏิบัติตามเงื่อนไขที่แนบ'] },
  extendTime: { reason: ['ต้องรอผลตรวจวิเคราะห์จากห้องปฏิบัติการ'] },
  recordOfficerFault: { reason: ['เจ้าหน้าที่ตรวจเอกสารไม่ครบตั้งแต่แรก'] },
  approve: {
    conditions: ['ห้ามจำหน่ายหลังเวลา 24.00 น.', 'ต้องส่งรายงานประจำปีภายในเดือนมกราคม'],
    facts: ['สถานที่ตั้งอยู่ใกล้ที่พักอาศัย'],
    law: ['กฎหมายว่าด้วยการอนุญาตให้กำหนดเงื่อนไขได้'],
    discretion: ['เงื่อนไขเท่าที่จำเป็นเพื่อไม่ให้เดือดร้อนแก่ผู้อยู่ใกล้เคียง'],
  },
  refuse: {
    facts: ['สัญญาเช่าสถานที่สิ้นอายุแล้ว', 'สถานที่อยู่ในเขตต้องห้าม'],
    law: ['หลักเกณฑ์ในคู่มือสำหรับประชาชนของงานบริการนี้'],
    discretion: ['ไม่มีทางแก้ไขให้เป็นไปตามหลักเกณฑ์ได้'],
  },
  disprovePayment: { reason: ['ไม่พบรายการโอนในบัญชีของหน่วยงาน'] },
  forward: { reason: ['สถานที่ตั้งอยู่ในเขตของสำนักงานอื่น'] },
  declareNotOurAgency: { reason: ['เป็นอำนาจหน้าที่ของหน่วยงานอื่น'] },
  withdraw: { reason: ['เปลี่ยนแผนประกอบกิจการ', 'จะยื่นใหม่ในนามบริษัท'] },
  terminate: { reason: ['บันทึกคำขอซ้ำโดยผิดหลง'] },
  correctEntry: { reason: ['พิมพ์เลขที่ผิด'] },
  appeal: { reason: ['สัญญาเช่าต่ออายุแล้วก่อนวันมีคำสั่ง', 'เงื่อนไขเกินความจำเป็น'] },
  sendUp: { reason: ['เห็นว่าคำสั่งชอบด้วยกฎหมายแล้ว'] },
  extendAppeal: { reason: ['ต้องสอบถามข้อเท็จจริงเพิ่มเติม'] },
  grantStay: { reason: ['หากบังคับตามคำสั่งจะเสียหายเกินเยียวยา'] },
  refuseStay: { reason: ['ไม่ปรากฏความเสียหายที่เยียวยาไม่ได้'] },
  withdrawAppeal: { reason: ['ตกลงกับหน่วยงานได้แล้ว'] },
  decideAppeal: {
    facts: ['ตรวจพยานหลักฐานใหม่แล้ว'],
    law: ['พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 45'],
    discretion: ['ชั่งน้ำหนักประโยชน์ของผู้อุทธรณ์กับประโยชน์สาธารณะแล้ว'],
  },
};

/** The words for an action; `pick` says which of several. */
export function wordsFor(
  action: string,
  pick: (field: string, texts: readonly string[]) => string,
): Record<string, string> {
  const fields = Object.entries(byAction[action] ?? {});
  return Object.fromEntries(fields.map(([field, texts]) => [field, pick(field, texts)]));
}
