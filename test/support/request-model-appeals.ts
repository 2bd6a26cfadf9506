import type { ModelAppeal, ModelPerson, ModelRequest } from './request-model.js';
import { dayAt, enter, goOn, happened, voidBills } from './request-model.js';

/** Appeals in the model of a request: APA ss.44 and 45, design §2.2. */

/** What an appeal is asked to do. */
export interface ModelAppealAct {
  readonly action: string;
  readonly person: ModelPerson;
  readonly at: number;
  readonly version: number;
  readonly outcome?: string;
  readonly decision?: string;
}

interface AppealRule {
  readonly in: readonly string[];
  readonly by: Readonly<Record<string, readonly string[]>>;
  readonly kind: string;
}

const officers = ['licensor', 'delegate'];
const superiors = ['appealAuthority'];
const ofBoth = { withOfficer: officers, withSuperior: superiors };
const bothStages = ['withOfficer', 'withSuperior'];

const appealRules: Readonly<Record<string, AppealRule>> = {
  decideAppeal: { in: bothStages, by: ofBoth, kind: 'ended' },
  sendUp: { in: ['withOfficer'], by: { withOfficer: officers }, kind: 'sentUp' },
  extendAppeal: { in: ['withSuperior'], by: { withSuperior: superiors }, kind: 'extended' },
  grantStay: { in: bothStages, by: ofBoth, kind: 'stayGranted' },
  refuseStay: { in: bothStages, by: ofBoth, kind: 'stayRefused' },
  withdrawAppeal: {
    in: bothStages,
    by: { withOfficer: ['portal'], withSuperior: ['portal'] },
    kind: 'ended',
  },
};

/** Actions on an appeal. */
export const modelAppealActions = Object.keys(appealRules);

/** Why an act on an appeal is refused: every class that fits; none when it is taken. */
export function appealRefusals(
  one: ModelRequest,
  appeal: ModelAppeal,
  { action, person, version, outcome }: ModelAppealAct,
): string[] {
  const rule = appealRules[action];
  if (rule === undefined || !rule.in.includes(appeal.state)) return ['wrongState'];
  const by = rule.by[appeal.state] ?? [];
  const role = by.find((each) => person.roles.includes(each));
  const isOwn =
    role === 'portal'
      ? person.portal === one.manual.portal
      : person.agencies.includes(one.manual.agencyId);
  const isMaker = role === 'appealAuthority' && person.id === appeal.orderBy;
  return [
    ...(role === undefined || !isOwn ? ['mayNot'] : []),
    ...(version === appeal.version ? [] : ['stale']),
    ...(isPossible(appeal, action, outcome) && !isMaker ? [] : ['notNow']),
  ];
}

function isPossible(appeal: ModelAppeal, action: string, outcome: string | undefined): boolean {
  if (action === 'grantStay' || action === 'refuseStay') return appeal.stay === 'asked';
  if (action === 'extendAppeal') return !appeal.isExtended && !appeal.isBodys;
  if (action !== 'decideAppeal') return true;
  if (outcome === 'upheld') return appeal.state === 'withSuperior';
  return outcome !== 'outOfTime' || appeal.isLate;
}

/** What an act on an appeal makes of it, and of its request. */
export function actOnModelAppeal(
  one: ModelRequest,
  appeal: ModelAppeal,
  { action, person, at, outcome, decision }: ModelAppealAct,
): void {
  appeal.version += 1;
  appeal.events.push(appealRules[action]?.kind ?? '');
  if (action === 'sendUp') sendUp(appeal, at);
  else if (action === 'extendAppeal') appeal.isExtended = true;
  else if (action === 'grantStay') appeal.stay = 'granted';
  else if (action === 'refuseStay') appeal.stay = 'refused';
  else {
    const kind = action === 'withdrawAppeal' ? 'withdrawn' : (outcome ?? '');
    endAppeal(one, appeal, kind, { at, by: person.id, decision });
  }
}

/** The body of a special law has no time that ends: it is reminded. */
export function remindBody(appeal: ModelAppeal, day: string): void {
  appeal.events.push('reminded');
  appeal.remindedFor = day;
}

/** Nobody decided in time: it goes up, or ends. */
export function endAppealByClock(one: ModelRequest, appeal: ModelAppeal, at: number): void {
  appeal.version += 1;
  if (appeal.state === 'withOfficer') {
    appeal.events.push('sentUp');
    sendUp(appeal, at);
    return;
  }
  appeal.events.push('ended');
  endAppeal(one, appeal, 'undecidedInTime', { at, by: null, decision: undefined });
}

function sendUp(appeal: ModelAppeal, at: number): void {
  appeal.state = 'withSuperior';
  appeal.sentUpOn = dayAt(at);
}

interface Ended {
  readonly at: number;
  readonly by: string | null;
  readonly decision: string | undefined;
}

function endAppeal(one: ModelRequest, appeal: ModelAppeal, outcome: string, ended: Ended): void {
  appeal.state = outcome;
  const changes = outcome === 'varied' || outcome === 'setAside';
  happened(one, changes ? 'reopenedOnAppeal' : 'appealEnded', () => {
    if (outcome === 'varied') vary(one, ended);
    if (outcome === 'setAside') setAside(one, ended.at);
  });
}

/** Another decision in the place of the order; it goes on to payment or issuing. */
function vary(one: ModelRequest, { at, by, decision }: Ended): void {
  one.decision = {
    ...{ kind: decision ?? 'approved', on: dayAt(at), by, isAppealed: false, hasNumber: false },
    notified: { on: dayAt(at), by: 'ELECTRONIC' },
  };
  one.issued = null;
  goOn(one, at);
}

/** Back to the stage that made the order, with a new clock; what the order asked for is void. */
function setAside(one: ModelRequest, at: number): void {
  const isOfList = one.decision?.kind === 'returned' || one.decision?.kind === 'struckOff';
  one.decision = null;
  one.issued = null;
  one.lists = [];
  one.extensions = [];
  one.reopenedAt = at;
  one.completeAt = isOfList ? null : at;
  one.flags.overdue = false;
  voidBills(one);
  enter(one, isOfList ? 'completenessCheck' : 'consideration', at);
}
