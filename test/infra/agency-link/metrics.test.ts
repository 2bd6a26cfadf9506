import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { AgencyCircuit } from '../../../infra/agency-link/client.js';
import { createAgencySystems } from '../../../infra/agency-link/client.js';
import { measureCircuits } from '../../../infra/agency-link/metrics.js';

it('shows the circuit of each agency, and for how long it has been away', async () => {
  const circuits: AgencyCircuit[] = [
    { agencyId: 'AGY009', state: 'closed', failures: 0 },
    { agencyId: 'AGY010', state: 'open', opened: 1, awaySince: Date.now() - 60_000, until: 0 },
    { agencyId: 'AGY011', state: 'halfOpen', opened: 1, awaySince: Date.now(), until: 0 },
  ];
  const registry = new Registry();
  const systems = createAgencySystems({ endpoints: new Map() });
  measureCircuits(registry, { ...systems, circuits: () => circuits });
  const shown = await registry.metrics();
  for (const line of [
    'prasan_agency_circuit{agency="AGY009"} 0',
    'prasan_agency_circuit{agency="AGY010"} 2',
    'prasan_agency_circuit{agency="AGY011"} 1',
    'prasan_agency_away_seconds{agency="AGY009"} 0',
  ]) {
    expect(shown).toContain(line);
  }
  const seconds = /away_seconds\{agency="AGY010"\} ([\d.]+)/.exec(shown)?.[1];
  expect(Number(seconds)).toBeGreaterThanOrEqual(60);
  circuits[1] = { agencyId: 'AGY010', state: 'closed', failures: 0 };
  expect(await registry.metrics()).toContain('prasan_agency_away_seconds{agency="AGY010"} 0');
});
