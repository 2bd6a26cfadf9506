import type { Refusal } from '../../lifecycles/refusals.js';
import type {
  Actor,
  RegisterBasis,
  ServiceCase,
  ServiceName,
} from '../../lifecycles/service/case.js';
import type { Clock, ClockFacts } from '../../lifecycles/service/clocks.js';
import type { Mode, Portal, ServiceState } from '../../lifecycles/service/states.js';
import type { ServiceAction } from '../../lifecycles/service/table.js';
import type { ServicePlan } from './bodies.js';
import type { JudgedReport } from './test-report.js';

/** Workflow type of a service. */
export const serviceWorkflowType = 'serviceOnboarding';
/** Update by which a person acts: {@link ServiceCommand} → {@link ServiceAnswer}. */
export const actUpdate = 'act';
/** Query for the whole case: → {@link ServiceView}. */
export const caseQuery = 'case';
/** Signal that makes a case continue as new on the newest code: no status, no event (design §9). */
export const refreshSignal = 'refresh';

/** An action as the gateway hands it to the workflow. */
export interface ServiceCommand {
  readonly action: ServiceAction;
  readonly actor: Actor;
  /** The parsed body. */
  readonly body: object;
  /** Version the caller saw (`If-Match`). */
  readonly ifMatch: number;
  /** Hash of issuer, subject, route and Idempotency-Key: the same key is the same act. */
  readonly key: string;
  /** SHA-256 (hex) of the canonical body: the same key with another body is refused. */
  readonly bodyHash: string;
  readonly traceparent?: string;
  /** What came of judging the signed test report in the body; without it the case has it judged (ADR 12). */
  readonly judged?: JudgedReport;
}

/** What an accepted action answers; the same key answers the same again. */
export interface ServiceAnswer {
  readonly serviceId: string;
  readonly state: ServiceState;
  readonly version: number;
  /** Sequence of the event that says so. */
  readonly sequence: number;
  /** Number of the submission that was made or answered. */
  readonly submission?: number;
  /** What a live check found. */
  readonly liveCheck?: { readonly ok: boolean; readonly reason?: string; readonly status?: number };
  /** Body that was accepted under this key. */
  readonly bodyHash: string;
}

/** What the query answers. */
export interface ServiceView {
  readonly service: ServiceCase;
  /** Sequence of the last event decided. */
  readonly sequence: number;
  /** Chain hash of the last event decided. */
  readonly chainhash: string;
  /** Events decided and not yet acknowledged by Kafka. */
  readonly unpublished: number;
  /** The clocks are being asked for: those of the case are an earlier moment's. */
  readonly areClocksOld: boolean;
  /** Whether a person's command was ever taken; left out by older workers. */
  readonly isTouched?: boolean;
  /** Body hash of the proposal that began the case, when one did. */
  readonly proposalHash?: string;
}

/** How a service comes to be. */
export type ServiceOrigin =
  | {
      readonly kind: 'proposal';
      readonly actor: Actor;
      readonly bodyHash: string;
      readonly plan?: ServicePlan;
      readonly traceparent?: string;
    }
  | {
      readonly kind: 'register';
      /** The import and row that begins it, by which it is known again; left out by older imports. */
      readonly key?: string;
      readonly basis: RegisterBasis;
      readonly state: 'develop' | 'live' | 'toBeFunded' | 'excluded' | 'discontinued';
      readonly exclusion?: {
        readonly kind: 'eServiceNotLinked' | 'notDigitised';
        readonly reasonCode: string;
        readonly reReviewOn: string;
      };
    };

/** What a service's workflow is started with. */
export interface ServiceStart {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly ministryId: string | null;
  readonly name: ServiceName;
  readonly mode?: Mode;
  readonly portal?: Portal;
  readonly origin: ServiceOrigin;
  /** Clocks that were asked for where it was begun; the case asks itself when they do not fit it. */
  readonly stamped?: StampedClocks;
}

/** Clocks of a service, and the facts that they follow from. */
export interface StampedClocks {
  readonly facts: ClockFacts;
  readonly clocks: Clock[];
}

/** Type of the ApplicationFailure that carries a refusal in its first detail. */
export const refusalFailureType = 'Refusal';

/** The refusal in a failure's details, if it is one. */
export function refusalIn(details: readonly unknown[] | null | undefined): Refusal | undefined {
  const first = details?.[0];
  return typeof first === 'object' && first !== null && 'code' in first && 'facts' in first
    ? (first as Refusal)
    : undefined;
}
