import type { AgencyMap } from '../../contracts/agency-map.js';
import { organisationOf } from '../../contracts/agency-map.js';

/** Whether two agency ids are one organisation's, by a map as it holds now. */
export function organisations(map: AgencyMap): (one: string, other: string) => boolean {
  const at = new Date().toISOString();
  return (one, other) => organisationOf(one, at, map) === organisationOf(other, at, map);
}
