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

/** A spreadsheet's elements stand in one another less than ten deep. */
const depthMax = 50;

/** A million empty rows have two million at most. */
const elementsMax = 5_000_000;

/** No tag, text or comment of a spreadsheet is longer: a cell has 32,767 characters. */
const silenceMax = 1024 * 1024;

/**
 * Reads XML piece by piece. The parser knows of no entities but XML's own five and opens no address; a
 * document type, in which entities would be declared, is refused. What the parser has to hold is bounded: how
 * deep elements stand, and how long anything is before its end comes.
 *
 * @throws RegisterFileRefused when it is not well-formed or past the bounds
 */
export async function readXml(
  where: string,
  pieces: AsyncIterable<Buffer>,
  events: XmlEvents,
): Promise<void> {
  const parser = new SaxesParser();
  const progress = listen(where, parser, events);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let [silence, heard] = [0, 0];
  try {
    for await (const piece of pieces) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      parser.write(decoder.decode(piece, { stream: true }));
      silence = progress.events === heard ? silence + piece.length : 0;
      heard = progress.events;
      if (silence > silenceMax) {
        throw new RegisterFileRefused(`${where} has a tag or text longer than any cell can be`);
      }
      if (events.isEnough?.() === true) return;
    }
    parser.write(decoder?.decode() ?? '').close();
  } catch (error) {
    if (error instanceof RegisterFileRefused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new RegisterFileRefused(`${where} cannot be read as XML: ${why}`);
  }
}

/** Hands on what the parser hears, and counts it. */
function listen(
  where: string,
  parser: SaxesParser,
  { open, text, close }: XmlEvents,
): { events: number } {
  const progress = { events: 0 };
  let [depth, elements] = [0, 0];
  const heard = (piece: string) => {
    progress.events += 1;
    text?.(piece);
  };
  parser.on('text', heard);
  parser.on('cdata', heard);
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    progress.events += 1;
    elements += 1;
    if (elements > elementsMax) {
      throw new RegisterFileRefused(`${where} has more elements than any register`);
    }
    depth += 1;
    if (depth > depthMax) {
      throw new RegisterFileRefused(`${where} has elements more than ${depthMax} deep`);
    }
    open?.(local(name), attributes);
  });
  parser.on('closetag', ({ name }: SaxesTagPlain) => {
    depth -= 1;
    close?.(local(name));
  });
  parser.on('doctype', () => {
    throw new RegisterFileRefused(
      `${where} declares a document type, as no spreadsheet does; its entities are not read`,
    );
  });
  return progress;
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
