import { appealDates } from '../../activities/calendar/appeal-dates.js';
import { appealBodies } from '../../contracts/commands/appeal/bodies.js';
import { partWords } from '../../contracts/commands/request/bodies.js';
import type { AppealCase } from '../../contracts/lifecycles/appeal/case.js';
import { appealClockFacts } from '../../contracts/lifecycles/appeal/case.js';
import { decideAppeal } from '../../contracts/lifecycles/appeal/decide.js';
import { ringAppeal, takeAppealEffect } from '../../contracts/lifecycles/appeal/effects.js';
import type { AppealAction, AppealState } from '../../contracts/lifecycles/appeal/table.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import { openAppeal, startOfAppeal } from '../../workflows/appeal/open.js';
import { person } from './people.js';
import { delegation, inConsideration, statement } from './request-cases.js';
import type { RequestLife } from './request-life.js';
import { doerOf, sampleManual } from './request-life.js';

const day = 86_400_000;

/** The superior who decides appeals of an agency. */
export function superiorOf(agencyId: string): Actor {
  return { ...person('appealAuthority', 'superior'), agencies: [agencyId] };
}

/** An appeal driven as its workflow drives it, without a server: people act, and its time ends. */
export class AppealLife {
  appeal: AppealCase;
  /** Moment at which the life has come, milliseconds since the epoch. */
  now: number;
  /** Sequence of the last event. */
  sequence = 1;
  /** The request that it is of. */
  readonly request: RequestLife;

  /** @param request whose adverse order was notified */
  constructor(request: RequestLife, sent: { readonly stay?: boolean } = {}) {
    this.request = request.must('portal', 'appeal', { reason: 'คำสั่งไม่ชอบด้วยกฎหมาย', ...sent });
    const record = request.request.appeals.at(-1);
    const start = record === undefined ? undefined : startOfAppeal(request.request, record);
    if (start === undefined) throw new Error('no appeal was filed');
    this.now = request.now;
    this.appeal = this.dated(openAppeal(start));
  }

  /** Somebody acts; the refusal, when it is refused. */
  act(by: Role | Actor, action: AppealAction, sent: object = {}): Refusal | undefined {
    const actor = typeof by === 'string' ? this.doer(by) : by;
    const { body, words } = partWords(appealBodies[action].parse(sent));
    const answer = decideAppeal(this.appeal, action, actor, this.now, body);
    if (isRefusal(answer)) return answer;
    const sealed = words === undefined ? {} : { words: canonicalJson(words) };
    const happened = { at: this.now, sequence: this.sequence + 1, by: answer.as, ...sealed };
    this.settle(takeAppealEffect(this.appeal, action, body, happened));
    return undefined;
  }

  /** Somebody acts, and it is not refused. */
  must(by: Role | Actor, action: AppealAction, sent: object = {}): this {
    const refusal = this.act(by, action, sent);
    if (refusal !== undefined) throw new Error(`${action}: ${JSON.stringify(refusal)}`);
    return this;
  }

  /** Time passes, and what ends until then ends. */
  pass(days: number): this {
    const until = this.now + days * day;
    for (;;) {
      const { alarm } = this.appeal.dates;
      if (alarm === null || alarm.at > until) break;
      this.now = alarm.at;
      const at = this.now;
      const rung = ringAppeal(this.appeal, alarm, at);
      if (rung.state === this.appeal.state) this.appeal = this.dated(rung);
      else this.settle(rung);
    }
    this.now = until;
    return this;
  }

  /** Who acts on it in a role. */
  doer(role: Role): Actor {
    return role === 'appealAuthority'
      ? superiorOf(this.appeal.agencyId)
      : doerOf(role, this.request.manual);
  }

  private settle(next: AppealCase): void {
    this.sequence += 1;
    this.appeal = this.dated({ ...next, version: this.appeal.version + 1 });
  }

  private dated(appeal: AppealCase): AppealCase {
    return { ...appeal, dates: appealDates(appealClockFacts(appeal)) };
  }
}

/** When requests are filed whose day does not matter: a Monday. */
const monday = Date.parse('2026-08-03T10:00:00+07:00');

/** A refusal of the sample's liquor licence, notified at once. */
function refusedRequest(filedAt: number): RequestLife {
  return inConsideration(sampleManual('SVC0106'), { filedAt, arrivedAt: filedAt }).must(
    ...(['licensor', 'refuse', { statement, notify: 'ELECTRONIC' }] as const),
  );
}

/** With the officer, and a stay is asked for. */
export function appealed(filedAt = monday): AppealLife {
  return new AppealLife(refusedRequest(filedAt), { stay: true });
}

/** Refused, and appealed to the body that a special law names. */
export function specialAppeal(serviceId: string, filedAt = monday): AppealLife {
  const life = inConsideration(sampleManual(serviceId), { filedAt, arrivedAt: filedAt });
  if (life.manual.steps.some(({ part }) => part === 'hearing')) {
    life.must('competentOfficial', 'openHearing', { facts: 'ข้อเท็จจริง' });
    life.must('portal', 'answerHearing', { hearing: 1, text: 'ขอชี้แจง' });
  }
  const refused = life.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
  return new AppealLife(refused, { stay: true });
}

/** Filed after the last day to appeal. */
export function appealedLate(filedAt = monday): AppealLife {
  return new AppealLife(refusedRequest(filedAt).passTo(filedAt + 60 * day), { stay: true });
}

function sentUp(filedAt: number): AppealLife {
  return appealed(filedAt).must('licensor', 'sendUp', { reason: 'เห็นว่าคำสั่งชอบแล้ว' });
}

function decided(outcome: string, more: object = {}): (filedAt: number) => AppealLife {
  const sent = { outcome, statement, ...more };
  return (filedAt) => sentUp(filedAt).must('appealAuthority', 'decideAppeal', sent);
}

const waysInto: Readonly<Record<AppealState, (filedAt: number) => AppealLife>> = {
  withOfficer: appealed,
  withSuperior: sentUp,
  upheld: decided('upheld'),
  varied: decided('varied', { decision: 'approvedWithConditions' }),
  setAside: decided('setAside'),
  dismissed: decided('dismissed'),
  outOfTime: (filedAt) =>
    appealedLate(filedAt).must('licensor', 'decideAppeal', { outcome: 'outOfTime', statement }),
  withdrawn: (filedAt) => appealed(filedAt).must('portal', 'withdrawAppeal'),
  undecidedInTime: (filedAt) => appealed(filedAt).pass(70),
};

/** An appeal in a state, by deeds and the end of its times alone. */
export function appealIn(state: AppealState, filedAt = monday): AppealLife {
  const life = waysInto[state](filedAt);
  if (life.appeal.state === state) return life;
  throw new Error(`it came to ${life.appeal.state}, not to ${state}`);
}

/** A body that an action takes. */
export function appealBodyFor(action: AppealAction): object {
  const reason = 'ตามเอกสารแนบ';
  return action === 'decideAppeal' ? { outcome: 'setAside', statement, delegation } : { reason };
}
