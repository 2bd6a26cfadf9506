/**
 * Where agencies' letters go, from the setting `PRASAN_AGENCY_EMAILS`:
 * `AGY009=plan@excise.example,AGY010=…`.
 */
export function agencyAddresses(
  setting: string | undefined,
): (agencyId: string) => Promise<string | undefined> {
  const pairs = (setting ?? '').split(',').flatMap((pair) => {
    const [agencyId, address] = pair.split('=').map((part) => part.trim());
    return agencyId && address ? [[agencyId, address] as const] : [];
  });
  const addresses = new Map(pairs);
  return (agencyId) => Promise.resolve(addresses.get(agencyId));
}
