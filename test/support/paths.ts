import { bangkokDate } from '../../contracts/civil-date.js';
import { exitEvidence } from '../../contracts/lifecycles/service/evidence.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { evidenceOf, goodBody } from './bodies.js';
import type { TestService } from './onboarding.js';
import { people } from './people.js';

const { agencyOfficer, agencyApprover, opdcOfficer, opdcApprover, dgaOperator } = people;

/** Takes a proposed service to a state, by the real actions of the people of design §2.1. */
export async function reach(
  service: TestService,
  state: ServiceState,
  now: () => number = Date.now,
): Promise<void> {
  const today = () => bangkokDate(now());
  const body = (action: Parameters<typeof goodBody>[0]) => goodBody(action, today());
  const confirm = async () => {
    await service.act('confirmProposal', opdcOfficer, body('confirmProposal'));
    await service.decide('setMode', body('setMode'), agencyOfficer, [opdcOfficer]);
  };
  const advance = (
    from: 'plan' | 'develop' | 'test' | 'linked',
    ...others: (typeof dgaOperator)[]
  ) =>
    service.decide(
      'advance',
      { evidence: evidenceOf(exitEvidence[from].buildOnPlatform, today()) },
      agencyOfficer,
      [agencyApprover, ...others],
      from === 'linked' ? { evidence: evidenceOf(['listing'], today()) } : {},
    );
  const steps: Record<ServiceState, () => Promise<unknown>> = {
    plan: () => Promise.resolve(),
    develop: async () => {
      await confirm();
      await advance('plan');
    },
    test: async () => {
      await steps.develop();
      await advance('develop');
    },
    linked: async () => {
      await steps.test();
      await advance('test', dgaOperator);
    },
    live: async () => {
      await steps.linked();
      await service.decide('announceChannel', body('announceChannel'), agencyOfficer, [
        agencyApprover,
      ]);
      await service.act('requestLiveCheck', agencyOfficer);
      await advance('linked', dgaOperator);
    },
    toBeFunded: async () => {
      await confirm();
      await service.decide('awaitFunding', body('awaitFunding'), agencyOfficer, [agencyApprover]);
    },
    excluded: () => service.decide('exclude', body('exclude'), agencyApprover, [opdcApprover]),
    suspended: async () => {
      await steps.live();
      await service.decide('suspend', body('suspend'), agencyOfficer, [agencyApprover]);
    },
    discontinued: () =>
      service.decide('discontinue', body('discontinue'), agencyApprover, [opdcApprover]),
    mergedInto: () => service.decide('merge', body('merge'), agencyApprover, [opdcApprover]),
    registeredInError: () => service.act('rejectProposal', opdcOfficer, body('rejectProposal')),
  };
  await steps[state]();
  while ((await service.view()).areClocksOld) await new Promise((done) => setTimeout(done, 20));
}
