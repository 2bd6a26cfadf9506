import { z } from 'zod';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { sampleManuals } from '../../../infra/manuals/index.js';
import { CommandFailed } from '../outcome.js';
import { ManualAnswer } from '../request-answers.js';
import { Refused } from './desk.js';
import type { World } from './live.js';
import type { Person } from './people.js';

const Service = z.looseObject({ state: z.enum(serviceStates), verified: z.boolean() });
/** Follows every service. */
const reader: Person = { role: 'opdcOfficer', name: 'opdcOfficer' };

/**
 * The manuals in force of the services that take requests: of those that are named, or of the sample.
 *
 * @throws CommandFailed when one that is named takes none, or none of the sample does
 */
export async function openManuals(
  desk: World['desk'],
  named: readonly string[] | undefined,
): Promise<Manual[]> {
  const ids = [...new Set(named ?? sampleManuals().map(({ serviceId }) => serviceId))];
  const found = await Promise.all(ids.map((id) => manualOf(desk, id)));
  const manuals = found.flatMap((one) => ('manual' in one ? [one.manual] : []));
  const closed = found.flatMap((one) => ('why' in one ? [one.why] : []));
  if (named !== undefined && closed.length > 0) throw new CommandFailed(closed.join('\n'));
  if (manuals.length > 0) return manuals;
  throw new CommandFailed(
    ['No service of the sample takes requests; npm start opens them:', ...closed].join('\n  '),
  );
}

async function manualOf(
  desk: World['desk'],
  serviceId: string,
): Promise<{ readonly manual: Manual } | { readonly why: string }> {
  const path = `/v1/services/${encodeURIComponent(serviceId)}`;
  try {
    const { state, verified } = Service.parse((await desk.get(reader, path)).body);
    if (state !== 'live' || !verified) {
      return {
        why: `${serviceId} takes no requests: it is ${state}${verified ? '' : ', not verified'}`,
      };
    }
    const answer = ManualAnswer.parse((await desk.get(reader, `${path}/manual`)).body);
    const inForce = answer.versions.find(({ manual }) => manual.version === answer.inForce);
    return inForce === undefined
      ? { why: `${serviceId} takes no requests: no manual is in force today` }
      : { manual: inForce.manual };
  } catch (error) {
    if (error instanceof Refused) return { why: `${serviceId}: ${error.message}` };
    throw error;
  }
}
