import { endOfDay } from '../../contracts/civil-date.js';
import type { Alarm, AlarmKind } from '../../contracts/lifecycles/request/clocks.js';
import { alarmKey } from '../../contracts/lifecycles/request/clocks.js';

/** Alarms that end something: what was missed by then is noted before. */
const ends: readonly AlarmKind[] = ['receipt', 'correctionEnds', 'deemedApproval', 'billEnds'];

/** The earliest first; at one moment what only notes before what ends. */
export function inOrder(a: Alarm, b: Alarm): number {
  const isLater = Number(ends.includes(a.kind)) - Number(ends.includes(b.kind));
  return a.at - b.at || isLater || (alarmKey(a) < alarmKey(b) ? -1 : 1);
}

/** One thing that will happen by itself. */
export function alarm(
  kind: AlarmKind,
  of: string,
  at: number,
  dueOn: string,
  section: string,
): Alarm {
  return { kind, of, at, dueOn, section };
}

/** It ends with its last day. */
export function ending(kind: AlarmKind, of: string, last: string, section: string): Alarm {
  return alarm(kind, of, endOfDay(last), last, section);
}
