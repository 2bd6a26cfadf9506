import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip; what its directory says may be a lie. */
export interface ZipPart {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly declaredBytes?: number;
  readonly flags?: number;
  readonly crc?: number;
}

/** A zip of parts, whole down to its checksums unless it is told otherwise. */
export function zipOf(parts: readonly ZipPart[], comment = ''): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = '', declaredBytes, flags = 0, crc } of parts) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc ?? crc32(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declaredBytes ?? plain.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const version = Buffer.from([20, 0]);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), version, facts, rest, Buffer.from(name)]),
    );
    bodies.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(Buffer.byteLength(comment), 16);
  return Buffer.concat([
    ...bodies,
    central,
    Buffer.from('PK\u0005\u0006'),
    end,
    Buffer.from(comment),
  ]);
}

/** What a cell of a sheet holds. */
export type CellSpec =
  | string
  | number
  | boolean
  | null
  | { readonly error: string }
  | { readonly day: number }
  | { readonly formula: string; readonly value?: string | number }
  | { readonly inline: string };

/** A sheet to write. */
export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly CellSpec[])[];
  readonly isHidden?: boolean;
  /** Rows by number that are hidden. */
  readonly hiddenRows?: readonly number[];
  readonly merges?: readonly string[];
}

/** The parts of an .xlsx with such sheets, its texts shared as Excel does. */
export function xlsxParts(sheets: readonly SheetSpec[]): ZipPart[] {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const share = (text: string): number => {
    const place = places.get(text) ?? texts.push(text) - 1;
    places.set(text, place);
    return place;
  };
  const sheetParts = sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content: sheetXml(sheet, share),
  }));
  const shared = texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`);
  return [
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: relations([['rId1', 'officeDocument', 'xl/workbook.xml']]) },
    { name: 'xl/workbook.xml', content: workbookXml(sheets) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations([
        ...sheets.map(
          (_, index) =>
            [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
        ),
        ['rIdS', 'sharedStrings', 'sharedStrings.xml'],
        ['rIdF', 'styles', '/xl/styles.xml'],
      ]),
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${shared.join('')}</sst>` },
    {
      name: 'xl/styles.xml',
      content:
        '<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    },
    ...sheetParts,
  ];
}

/** An .xlsx with such sheets. */
export function xlsxOf(sheets: readonly SheetSpec[]): Buffer {
  return zipOf(xlsxParts(sheets));
}

const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function relations(list: readonly (readonly [string, string, string])[]): string {
  const items = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`,
  );
  return `<Relationships>${items.join('')}</Relationships>`;
}

function workbookXml(sheets: readonly SheetSpec[]): string {
  const items = sheets.map(({ name, isHidden = false }, index) => {
    const state = isHidden ? ' state="hidden"' : '';
    return `<sheet name="${escaped(name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  return `<?xml version="1.0"?><workbook xmlns:r="${types}"><sheets>${items.join('')}</sheets></workbook>`;
}

function sheetXml(
  { rows, merges = [], hiddenRows = [] }: SheetSpec,
  share: (text: string) => number,
): string {
  const lines = rows.map((cells, index) => {
    const row = index + 1;
    const hidden = hiddenRows.includes(row) ? ' hidden="1"' : '';
    const inner = cells.map((cell, column) => cellXml(cell, `${letterOf(column)}${row}`, share));
    return `<row r="${row}"${hidden}>${inner.join('')}</row>`;
  });
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  return `<worksheet><sheetData>${lines.join('')}</sheetData><mergeCells>${merged}</mergeCells></worksheet>`;
}

function cellXml(cell: CellSpec, place: string, share: (text: string) => number): string {
  const as = (attributes: string, inner: string) => `<c r="${place}"${attributes}>${inner}</c>`;
  if (cell === null) return as('', '');
  if (typeof cell === 'string') return as(' t="s"', `<v>${share(cell)}</v>`);
  if (typeof cell === 'number') return as('', `<v>${cell}</v>`);
  if (typeof cell === 'boolean') return as(' t="b"', `<v>${cell ? 1 : 0}</v>`);
  if ('error' in cell) return as(' t="e"', `<v>${cell.error}</v>`);
  if ('day' in cell) return as(' s="1"', `<v>${cell.day}</v>`);
  if ('inline' in cell) {
    const half = Math.floor(cell.inline.length / 2);
    const runs = [cell.inline.slice(0, half), cell.inline.slice(half)].map(
      (run) => `<r><t xml:space="preserve">${escaped(run)}</t></r>`,
    );
    return as(' t="inlineStr"', `<is>${runs.join('')}<rPh><t>guide</t></rPh></is>`);
  }
  const { formula, value } = cell;
  const computed = `<f>${escaped(formula)}</f>`;
  if (value === undefined) return as('', computed);
  const type = typeof value === 'string' ? ' t="str"' : '';
  return as(type, `${computed}<v>${escaped(String(value))}</v>`);
}

function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\r|\t|\n/g, (one) => `&#${one.charCodeAt(0)};`);
}
