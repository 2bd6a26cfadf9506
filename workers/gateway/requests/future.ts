import type { RequestView } from '../../../contracts/commands/request/messages.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import { alarmLabels } from '../../../contracts/lifecycles/request/clocks.js';
import { checkRequest } from '../../../contracts/lifecycles/request/conditions.js';
import { isClosed } from '../../../contracts/lifecycles/request/retention.js';
import { bangkokInstant } from '../../../contracts/lifecycles/request/facts.js';
import { ringAlarm } from '../../../contracts/lifecycles/request/ring.js';
import { turnOf } from '../../../contracts/lifecycles/request/snapshot.js';
import type { Turn } from '../../../contracts/lifecycles/request/states.js';
import {
  actionsWhenClosed,
  findRequestTransition,
  requestActions,
} from '../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Label } from '../../../contracts/lifecycles/service/states.js';
import type { FutureAnswer } from './shapes.js';

const turns: Record<Turn, Label> = {
  applicant: { th: 'รอผู้ยื่นคำขอ', en: "It is the applicant's turn" },
  agency: { th: 'รอหน่วยงาน', en: "It is the agency's turn" },
  otherAgency: { th: 'รอหน่วยงานอื่นตอบ', en: 'Another agency is asked' },
  nobody: { th: 'ไม่ต้องรอผู้ใด', en: 'Nobody has to act' },
};

/**
 * Whose turn it is, and what happens by itself if nobody acts: the timers that are armed, from the
 * workflow itself, and where each would lead.
 */
export function futureOf({ request, errands, sequence }: RequestView, at: number): FutureAnswer {
  const { requestId, state, version, dates } = request;
  const whoseTurn = turnOf(request);
  return {
    ...{ requestId, state, version, whoseTurn },
    turn: turns[whoseTurn],
    actions: possibleActions(request, at).filter(
      ({ action }) => !isClosed(request, errands) || actionsWhenClosed.includes(action),
    ),
    byItself: dates.alarms.map((alarm) => ({
      kind: alarm.kind,
      what: alarmLabels[alarm.kind],
      at: bangkokInstant(alarm.at),
      dueOn: alarm.dueOn,
      section: alarm.section,
      leadsTo: ringAlarm(request, alarm, { at: alarm.at, sequence: sequence + 1 }).state,
      of: alarm.of,
    })),
    inTheWorld: [...errands],
    asOf: bangkokInstant(at),
  };
}

/** What anybody may do now, as far as it depends on the case alone. */
function possibleActions(request: RequestCase, at: number): FutureAnswer['actions'] {
  const nobody: Actor = { id: '', roles: [], agencies: [] };
  return requestActions.flatMap((action) => {
    const transition = findRequestTransition(request.state, action);
    if (transition === undefined) return [];
    if (checkRequest(request, action, nobody, at) !== undefined) return [];
    return [{ action, roles: [...transition.by] }];
  });
}
