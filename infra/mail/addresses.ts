import { z } from 'zod';
import { agencyIdPattern } from '../../contracts/ids.js';

/** Where agencies' letters go, as the setting says: `AGY009=plan@excise.example,AGY010=…`. */
export const AgencyAddresses = z.string().transform((setting, context) => {
  const addresses = new Map<string, string>();
  for (const pair of setting.split(',').map((one) => one.trim())) {
    const [agencyId = '', address = '', ...more] = pair.split('=').map((part) => part.trim());
    const isPair = agencyIdPattern.test(agencyId) && more.length === 0;
    if (!isPair || !z.email().safeParse(address).success) {
      const message = `"${pair}" must be an agency id and an e-mail address, as AGY009=plan@excise.example`;
      context.addIssue({ code: 'custom', message });
    } else if (addresses.has(agencyId)) {
      context.addIssue({ code: 'custom', message: `${agencyId} is there twice` });
    }
    addresses.set(agencyId, address);
  }
  return addresses;
});
/** E-mail addresses by agency id. */
export type AgencyAddresses = ReadonlyMap<string, string>;

/** Finds where an agency's letters go; `undefined` when no address is set. */
export function agencyAddresses(
  addresses: AgencyAddresses = new Map(),
): (agencyId: string) => Promise<string | undefined> {
  return (agencyId) => Promise.resolve(addresses.get(agencyId));
}
