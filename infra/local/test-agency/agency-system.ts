import { AgencyDispatch, AgencyNotice } from '../../../contracts/agency-link/messages.js';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import { canonicalJson } from '../../../contracts/events/mint.js';
import type { AgencyEndpoints } from '../../agency-link/endpoints.js';
import { acceptedKeys } from '../../agency-link/endpoints.js';
import type { AgencyBehaviour } from './agency-behaviour.js';
import { AgencyScript, goodBehaviour } from './agency-behaviour.js';
import type { KeptRequest } from './agency-work.js';
import { takeStep, work } from './agency-work.js';
import type { Arrived, Desk, Reply } from './web.js';
import { answerInManner, parsed, problem, scripted, unsigned } from './web.js';

/** One agency's own system. */
interface System {
  readonly agencyId: string;
  readonly key: SigningKey;
  readonly requests: Map<string, KeptRequest>;
  behaviour: AgencyBehaviour;
  /** Of single requests. */
  readonly behaviours: Map<string, AgencyBehaviour>;
}

/**
 * The agencies' own systems (docs/agency-link.md), one below `/systems/AGY009` for each that has an
 * endpoint. `POST /dev/agency` with `{agencyId, requestId?, …}` scripts how one behaves;
 * `GET /dev/agency/AGY009` shows what it was given.
 */
export function createAgencySystemDesk(endpoints: AgencyEndpoints): Desk {
  const systems = new Map(
    [...endpoints].map(([agencyId, { kid, secret }]) => [
      agencyId,
      newSystem(agencyId, { kid, secret }),
    ]),
  );

  return async (arrived) => {
    if (arrived.path === '/dev/agency' && arrived.method === 'POST') {
      return scripted(AgencyScript, arrived, (script) => behave(script));
    }
    const [, place, agencyId = '', rest = ''] =
      /^\/(systems|dev\/agency)\/([A-Z0-9]+)(\/.*)?$/.exec(arrived.path) ?? [];
    const system = systems.get(agencyId);
    const endpoint = endpoints.get(agencyId);
    if (system === undefined || endpoint === undefined) return undefined;
    if (place === 'dev/agency') return { status: 200, body: shownOf(system) };
    return (
      unsigned(arrived, acceptedKeys(endpoint)) ??
      answerInManner(behaviourFor(system, arrived), () => answer(system, rest, arrived))
    );
  };

  function behave({ agencyId, requestId, forgets, ...behaviour }: AgencyScript): Reply {
    const system = systems.get(agencyId);
    if (system === undefined) return { status: 404, body: 'no such agency\n' };
    if (forgets) system.requests.clear();
    if (requestId === undefined) system.behaviour = behaviour;
    else system.behaviours.set(requestId, behaviour);
    return { status: 200, body: 'ok\n' };
  }
}

type AgencyScript = ReturnType<(typeof AgencyScript)['parse']>;

function newSystem(agencyId: string, key: SigningKey): System {
  const requests = new Map<string, KeptRequest>();
  return { agencyId, key, requests, behaviour: goodBehaviour, behaviours: new Map() };
}

/** A script of one request counts before the agency's, wherever the request's id stands. */
function behaviourFor({ behaviour, behaviours }: System, { path, body }: Arrived): AgencyBehaviour {
  const own = [...behaviours].find(([id]) => path.includes(id) || body.includes(id));
  return own?.[1] ?? behaviour;
}

async function answer(system: System, path: string, arrived: Arrived): Promise<Reply> {
  const isPost = arrived.method === 'POST';
  if (isPost && path === '/requests') return accept(system, arrived);
  const [, requestId = '', notices] = /^\/requests\/([0-9a-f-]{36})(\/notices)?$/.exec(path) ?? [];
  const kept = system.requests.get(requestId);
  if (kept === undefined) return problem(404, 'unknownRequest');
  if (notices !== undefined) return isPost ? take(system, kept, arrived) : problem(405, 'other');
  const latest = kept.answers.at(-1);
  return latest === undefined ? { status: 204 } : { status: 200, body: latest };
}

async function accept(system: System, arrived: Arrived): Promise<Reply> {
  const dispatch = parsed(AgencyDispatch, arrived);
  if (dispatch === undefined) return problem(422, 'invalidRequest');
  const kept = system.requests.get(dispatch.requestId) ?? newRequest(system, dispatch);
  const body = { agencyReference: kept.agencyReference };
  kept.handovers += 1;
  const isNext = dispatch.submission === kept.dispatch.submission + 1;
  if (kept.handovers > 1 && !isNext) {
    const isSame = canonicalJson(dispatch) === canonicalJson(kept.dispatch);
    return isSame ? { status: 200, body } : problem(409, 'conflict');
  }
  kept.dispatch = dispatch;
  kept.isIncomplete = false;
  const behaviour = behaviourFor(system, arrived);
  if (behaviour.callbacks === 'beforeAccepting') await takeStep(kept, behaviour, system.key);
  void work(kept, behaviour, system.key);
  return { status: 202, body };
}

function newRequest(system: System, dispatch: AgencyDispatch): KeptRequest {
  const { behaviour, behaviours, requests, agencyId } = system;
  const { outcomes } = behaviours.get(dispatch.requestId) ?? behaviour;
  const kept: KeptRequest = {
    ...{ dispatch, outcomes, answers: [], notices: new Set(), handovers: 0 },
    ...{ isFeePaid: false, isIncomplete: false, isWorkedOn: false },
    agencyReference: `${agencyId}-${requests.size + 1}`,
  };
  requests.set(dispatch.requestId, kept);
  return kept;
}

function take(system: System, kept: KeptRequest, arrived: Arrived): Reply {
  const notice = parsed(AgencyNotice, arrived);
  if (notice?.requestId !== kept.dispatch.requestId) return problem(422, 'invalidRequest');
  kept.notices.add(notice.noticeId);
  if (notice.kind === 'withdrawn' || notice.kind === 'ended') kept.outcomes = [];
  if (notice.kind === 'feePaid') {
    kept.isFeePaid = true;
    void work(kept, behaviourFor(system, arrived), system.key);
  }
  return { status: 204 };
}

function shownOf({ requests }: System): object {
  return [...requests].map(([requestId, kept]) => ({
    requestId,
    agencyReference: kept.agencyReference,
    submission: kept.dispatch.submission,
    handovers: kept.handovers,
    answers: kept.answers,
    notices: [...kept.notices],
  }));
}
