type Language = 'th' | 'en';

/** Laws as they are called in Thai, the longer names first. */
const inThai: readonly (readonly [string, string])[] = [
  ['Administrative Court Procedure Act', 'พ.ร.บ. จัดตั้งศาลปกครองและวิธีพิจารณาคดีปกครอง'],
  ['Budget Procedures Act', 'พ.ร.บ. วิธีการงบประมาณ'],
  ['Land Allocation Act', 'พ.ร.บ. การจัดสรรที่ดิน'],
  ['Factory Act', 'พ.ร.บ. โรงงาน'],
  ['special law or citizens’ manual of the service', 'กฎหมายเฉพาะหรือคู่มือสำหรับประชาชนของงานบริการ'],
  ['appeal to the Minister', 'อุทธรณ์ต่อรัฐมนตรี'],
  ['Prasan policy', 'แนวทางของ Prasan'],
  ['extensions', 'การขยายเวลา'],
  ['manuals', 'คู่มือสำหรับประชาชน'],
  ['appeal', 'อุทธรณ์'],
  ['Gazette', 'ราชกิจจานุเบกษา'],
  ['EGOV', 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์'],
  ['APA', 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง'],
  ['CCC', 'ป.พ.พ.'],
  ['LFA', 'พ.ร.บ. การอำนวยความสะดวกฯ'],
  ['platform', 'มาตรฐานของแพลตฟอร์ม'],
  ['cl.', 'ข้อ '],
  ['s.', 'ม.'],
];

/** A section as a lawyer of the language writes it. */
export function sectionText(section: string, language: Language): string {
  if (language === 'en') return section;
  return inThai.reduce((text, [en, th]) => text.replaceAll(en, th), section);
}
