import type { Client } from '@temporalio/client';
import type {
  ManualAnswer,
  ManualCommand,
  ManualStart,
  ManualView,
} from '../../contracts/commands/manual/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { actOnManual, findManual } from '../../infra/temporal/cases.js';
import { actThere, beforeSending } from './engine.js';

/** Citizens' manuals, as the gateway needs them. */
export interface Manuals {
  /** The manual of a service from its workflow; `undefined` when it has none. */
  find(serviceId: string): Promise<ManualView | undefined>;
  /** Acts; a refusal is a value, `undefined` means that the service has no manual. */
  act(
    start: ManualStart,
    command: ManualCommand,
  ): Promise<ManualAnswer | { refusal: Refusal } | undefined>;
  /** Illustrative figures may be published: this is the sample. */
  readonly isSample: boolean;
}

/** The manuals in Temporal. */
export function createManuals(client: Client, isSample: boolean): Manuals {
  return {
    find: (serviceId) => beforeSending(() => findManual(client, serviceId)),
    act: (start, command) => actThere(client, command, () => actOnManual(client, start, command)),
    isSample,
  };
}
