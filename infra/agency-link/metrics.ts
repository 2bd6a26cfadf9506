import type { Registry } from 'prom-client';
import { Gauge } from 'prom-client';
import type { AgencySystems } from './client.js';

/** How each state of a circuit is told: what is higher is worse. */
const told = { closed: 0, halfOpen: 1, open: 2 } as const;

/** Shows how the agencies' systems are doing, as far as this process has called them. */
export function measureCircuits(registry: Registry, { circuits }: AgencySystems): void {
  const state = new Gauge({
    name: 'prasan_agency_circuit',
    help: "Circuit of an agency's own system: 0 closed, 1 probed, 2 open",
    labelNames: ['agency'],
    registers: [registry],
    collect() {
      for (const circuit of circuits())
        state.set({ agency: circuit.agencyId }, told[circuit.state]);
    },
  });
  const away = new Gauge({
    name: 'prasan_agency_away_seconds',
    help: "For how long an agency's own system has given no answer; 0 while it answers",
    labelNames: ['agency'],
    registers: [registry],
    collect() {
      for (const { agencyId, awaySince } of circuits()) {
        const seconds = awaySince === undefined ? 0 : (Date.now() - awaySince) / 1_000;
        away.set({ agency: agencyId }, seconds);
      }
    },
  });
}
