import { posix } from 'node:path';
import type { SheetSource } from './cells.js';
import { RegisterFileRefused } from './refused.js';
import type { SharedParts } from './shared-texts.js';
import { readSharedTexts } from './shared-texts.js';
import { readSheetXml } from './sheet-xml.js';
import type { XmlEvents } from './xml.js';
import { readXml } from './xml.js';
import type { Zip } from './zip.js';
import { openZip } from './zip.js';

/** A spreadsheet: its sheets, and what it holds besides that is never opened. */
export interface Workbook {
  readonly sheets: readonly SheetSource[];
  readonly hasMacros: boolean;
  readonly hasExternalLinks: boolean;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/**
 * Opens an .xlsx: of its parts only the workbook, its sheets, texts and formats are ever unpacked, so that
 * macros are not run, pictures not decoded, and links to other files not followed.
 *
 * @throws RegisterFileRefused
 */
export async function openWorkbook(path: string, bytes: Buffer): Promise<Workbook> {
  const zip = await openZip(path, bytes);
  const root = await relationsOf(path, zip, '');
  const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target;
  const name = main === undefined ? undefined : zip.find(main);
  if (name === undefined || name.endsWith('.bin')) throw noSpreadsheet(path, zip, name);
  const relations = await relationsOf(path, zip, name);
  const { sheets, is1904 } = await readMain(path, zip, name);
  const shared: SharedParts = {
    texts: await readSharedTexts(path, zip, partOf(relations, zip, '/sharedStrings')),
    dateFormats: await readDateFormats(path, zip, partOf(relations, zip, '/styles')),
    is1904,
  };
  return {
    sheets: sheets.flatMap(({ id, ...sheet }) => {
      const relation = relations.get(id);
      if (relation?.type.endsWith('/worksheet') !== true) return [];
      const part = zip.find(relation.target);
      if (part === undefined) throw new RegisterFileRefused(`${path} lacks sheet ${sheet.name}`);
      const where = `${path}, sheet ${sheet.name},`;
      return [{ ...sheet, read: (take) => readSheetXml(where, zip.read(part), shared, take) }];
    }),
    hasMacros: zip.names.some((part) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(part)),
    hasExternalLinks: zip.names.some((part) => /^xl\/externalLinks\//i.test(part)),
  };
}

function noSpreadsheet(path: string, zip: Zip, main: string | undefined): RegisterFileRefused {
  const what =
    main !== undefined
      ? 'is a binary workbook (.xlsb)'
      : zip.names.includes('mimetype')
        ? 'is an OpenDocument file'
        : 'is a zip file, but no spreadsheet';
  return new RegisterFileRefused(`${path} ${what}; give DGA's register as .xlsx or .csv`);
}

/** How a part refers to others: by id, what they are and where. Targets outside the file are left out. */
async function relationsOf(path: string, zip: Zip, part: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part);
  const place = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  await readPart(path, zip, zip.find(place), {
    open: (name, { Id: id, Type: type = '', Target: target = '', TargetMode: mode }) => {
      if (name !== 'Relationship' || id === undefined || mode === 'External') return;
      const whole = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.set(id, { type, target: whole });
    },
  });
  return relations;
}

function partOf(
  relations: ReadonlyMap<string, Relation>,
  zip: Zip,
  type: string,
): string | undefined {
  const relation = [...relations.values()].find((one) => one.type.endsWith(type));
  return relation === undefined ? undefined : zip.find(relation.target);
}

/** Elements of a part that is kept whole: sheets, what refers to them, formats. */
const elementsMax = 200_000;

async function readPart(
  path: string,
  zip: Zip,
  part: string | undefined,
  events: XmlEvents,
): Promise<void> {
  if (part === undefined) return;
  let elements = 0;
  await readXml(`${path}, ${part},`, zip.read(part), {
    ...events,
    open: (name, attributes) => {
      elements += 1;
      if (elements > elementsMax) {
        throw new RegisterFileRefused(`${path}, ${part}, has more in it than any register`);
      }
      events.open?.(name, attributes);
    },
  });
}

interface SheetEntry {
  readonly name: string;
  readonly isHidden: boolean;
  readonly id: string;
}

async function readMain(
  path: string,
  zip: Zip,
  part: string,
): Promise<{ sheets: readonly SheetEntry[]; is1904: boolean }> {
  const sheets: SheetEntry[] = [];
  let is1904 = false;
  await readPart(path, zip, part, {
    open: (element, attributes) => {
      const { name = '', state = 'visible', date1904 } = attributes;
      if (element === 'workbookPr') is1904 = date1904 === '1' || date1904 === 'true';
      if (element !== 'sheet') return;
      const [, id = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? [];
      sheets.push({ name, isHidden: state !== 'visible', id });
    },
  });
  return { sheets, is1904 };
}

/** Built-in number formats that show a day or a time (ECMA-376 18.8.30; 27 to 58 are East Asia's). */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58 && id !== 48);
}

/** A format of its own shows a date when it has a letter of one outside quotes and brackets. */
function isDateCode(code: string): boolean {
  return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

async function readDateFormats(
  path: string,
  zip: Zip,
  part: string | undefined,
): Promise<ReadonlySet<number>> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isCellFormats = false;
  await readPart(path, zip, part, {
    open: (name, { numFmtId, formatCode = '' }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') isCellFormats = true;
      if (name === 'xf' && isCellFormats) formats.push(Number(numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') isCellFormats = false;
    },
  });
  const isDate = (id: number) => {
    const code = codes.get(id);
    return code === undefined ? isBuiltInDate(id) : isDateCode(code);
  };
  return new Set(formats.flatMap((id, index) => (isDate(id) ? [index] : [])));
}
