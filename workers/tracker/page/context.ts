import type { Alarms } from '../../../infra/postgres/alarms.js';
import type { AsOf } from '../../../infra/postgres/read-model.js';
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
}

/** Up to where what is shown holds, and what stands in the way of more. */
export interface Standing {
  readonly asOf: AsOf;
  readonly alarms: Alarms;
  /** Since when Kafka is away, RFC 3339, UTC. */
  readonly kafkaAwaySince: string | undefined;
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
