import type { Alarms } from '../../../infra/postgres/alarms.js';
import type { AsOf } from '../../../infra/postgres/read-model.js';
import type { Stand } from '../server-options.js';
import type { Language } from './format.js';
import type { Words } from './text.js';

/** What every part of a page knows. */
export interface View {
  readonly language: Language;
  readonly words: Words;
  /** Path of this page, without its query. */
  readonly path: string;
  /** Query of this page, without the language. */
  readonly query: Readonly<Record<string, string>>;
  /** Day at whose end things are shown, `YYYY-MM-DD`; left out: as they are. */
  readonly day?: string | undefined;
}

/** Up to where what is shown holds, and what stands in the way of more. */
export interface Standing {
  readonly asOf: AsOf;
  readonly alarms: Alarms;
  readonly stand: Stand;
  /** Events in Kafka that are not yet taken. */
  readonly toCome: number;
  /** Position of the newest event shown: the live stream goes on from it. */
  readonly position: number;
}

/** An address of the tracker in the language of the view. */
export function link(
  view: Pick<View, 'language'>,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, value);
  }
  if (view.language === 'en') parameters.set('lang', 'en');
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
