import type { Cell } from './cells.js';
import { textCell } from './cells.js';
import { RegisterFileRefused } from './refused.js';
import { readXml } from './xml.js';
import type { Zip } from './zip.js';

/** What cells refer to. */
export interface SharedParts {
  readonly texts: readonly (Cell | undefined)[];
  /** Which of the cell formats show a date. */
  readonly dateFormats: ReadonlySet<number>;
  readonly is1904: boolean;
}

/** Bounds of the texts that cells share: the largest edition known has 10,744 of 440,000 characters. */
const sharedTextsMax = 500_000;
const sharedCharactersMax = 30_000_000;

/** The texts that cells share, without the readings that a phonetic guide adds. */
export async function readSharedTexts(
  path: string,
  zip: Zip,
  part: string | undefined,
): Promise<SharedParts['texts']> {
  const texts: (Cell | undefined)[] = [];
  let characters = 0;
  let [text, isText, isGuide] = ['', false, false];
  if (part === undefined) return texts;
  await readXml(`${path}, ${part},`, zip.read(part), {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isGuide = true;
      if (name === 't') isText = !isGuide;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isGuide = false;
      if (name !== 'si') return;
      texts.push(textCell(unescaped(text)));
      characters += text.length;
      if (texts.length > sharedTextsMax || characters > sharedCharactersMax) {
        throw new RegisterFileRefused(`${path} holds more text than any register has`);
      }
    },
  });
  return texts;
}

/** An escape of a character; what no text can hold, NUL or half of a pair of surrogates, is none. */
const escape = /_x(D[89AB][\dA-F]{2})__x(D[C-F][\dA-F]{2})_|_x((?!0000|D[89A-F])[\dA-F]{4})_/gi;

/**
 * Characters that XML cannot hold are written as `_x000D_`. An escape of what no text can hold stays as it is
 * written.
 */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(escape, (_, ...groups: (string | undefined)[]) =>
    groups
      .slice(0, 3)
      .map((code) => (code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16))))
      .join(''),
  );
}
