import type { SaxesTagPlain } from 'saxes';
import { SaxesParser } from 'saxes';
import { RegisterFileRefused } from './refused.js';

/** What is done with the elements of an XML document as they come; names are without their prefix. */
export interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
  /** Asked after each piece: whether nothing more is wanted of the document. */
  readonly isEnough?: () => boolean;
}

/**
 * Reads XML piece by piece. The parser knows of no entities but XML's own five and opens no address; a
 * document type, in which entities would be declared, is refused.
 *
 * @throws RegisterFileRefused when it is not well-formed or declares a document type
 */
export async function readXml(
  where: string,
  pieces: AsyncIterable<Buffer>,
  { open, text, close, isEnough }: XmlEvents,
): Promise<void> {
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new RegisterFileRefused(
      `${where} declares a document type, as no spreadsheet does; its entities are not read`,
    );
  });
  if (open !== undefined) {
    parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => open(local(name), attributes));
  }
  if (close !== undefined) parser.on('closetag', ({ name }: SaxesTagPlain) => close(local(name)));
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const piece of pieces) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      parser.write(decoder.decode(piece, { stream: true }));
      if (isEnough?.() === true) return;
    }
    parser.write(decoder?.decode() ?? '').close();
  } catch (error) {
    if (error instanceof RegisterFileRefused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new RegisterFileRefused(`${where} cannot be read as XML: ${why}`);
  }
}

function local(name: string): string {
  return name.includes(':') ? name.slice(name.indexOf(':') + 1) : name;
}

/** XML is in UTF-8 unless it begins with a mark that says otherwise. */
function encodingOf(first: Buffer): string {
  const mark = first.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return 'utf-16le';
  return mark === 'feff' ? 'utf-16be' : 'utf-8';
}
