import type { AppealAction } from '../../../contracts/lifecycles/appeal/table.js';
import { isAppealEnd } from '../../../contracts/lifecycles/appeal/table.js';
import type { Person } from './people.js';
import { authorityOf, deciderOf, portalOf } from './people.js';
import type { Script } from './script.js';
import type { Memory, Seen, Step } from './step.js';

/** What comes next in an appeal that was filed; `undefined`: it rests, or has ended for good. */
export function nextOnAppeal(script: Script, seen: Seen, memory: Memory): Step | undefined {
  const { appeal } = seen;
  if (appeal === undefined) return { kind: 'wait', for: 'appeal' };
  const { state, stay } = appeal;
  if (isAppealEnd(state)) {
    // What it changes comes to the request in a moment: until then the order is as it was.
    const changes = state === 'varied' || state === 'setAside';
    const isAsItWas = seen.request.details.decision?.kind !== 'approved';
    return changes && isAsItWas ? { kind: 'wait', for: 'appeal' } : undefined;
  }
  const officer = deciderOf(script.manual, 'licensor');
  const superior = authorityOf(script.manual);
  const decides = state === 'withOfficer' ? officer : superior;
  if (script.appeal === 'withdrawn') return on(portalOf(script.manual), 'withdrawAppeal');
  if (stay === 'asked') return on(decides, script.index % 3 === 0 ? 'grantStay' : 'refuseStay');
  if (script.appeal === 'open') return undefined;
  return state === 'withOfficer'
    ? ofOfficer(script, officer)
    : ofSuperior(script, superior, memory);
}

/** The officer may put the own order right; where he does not agree, it goes up. */
function ofOfficer({ appeal }: Script, officer: Person): Step {
  if (appeal === 'putRight') return on(officer, 'decideAppeal', { outcome: 'setAside' });
  if (appeal === 'dismissed') return on(officer, 'decideAppeal', { outcome: 'dismissed' });
  return on(officer, 'sendUp');
}

/** A body that a special law names has no time that could be extended. */
function ofSuperior({ appeal, index, manual }: Script, superior: Person, memory: Memory): Step {
  const isSlow = index % 5 === 0 && manual.appeal.route !== 'special';
  if (isSlow && memory.count('extendAppeal') === 0) return on(superior, 'extendAppeal');
  if (appeal === 'varied') {
    return on(superior, 'decideAppeal', { outcome: appeal, decision: 'approved' });
  }
  return on(superior, 'decideAppeal', { outcome: appeal === 'putRight' ? 'setAside' : appeal });
}

function on(by: Person, action: AppealAction, fields: Record<string, unknown> = {}): Step {
  return { kind: 'act', by, action, onAppeal: true, fields };
}
