/**
 * What all cases share, loaded once a worker and not once a run: tables and pure functions. The SDK
 * freezes them; nothing in them keeps state between calls.
 */
export * as decide from '../contracts/lifecycles/service/decide.js';
export * as eventKinds from '../contracts/lifecycles/service/event-kinds.js';
export * as snapshot from '../contracts/lifecycles/service/snapshot.js';
export * as mint from '../contracts/events/mint.js';
export * as decideRequest from '../contracts/lifecycles/request/decide.js';
export * as requestEffects from '../contracts/lifecycles/request/effects.js';
export * as requestKinds from '../contracts/lifecycles/request/event-kinds.js';
export * as requestSnapshot from '../contracts/lifecycles/request/snapshot.js';
export * as ring from '../contracts/lifecycles/request/ring.js';
export * as retention from '../contracts/lifecycles/request/retention.js';

/**
 * The SDK keeps a stack trace of each promise, and ten frames of each are a tenth of a worker's
 * processor. Four say where a case waits, or where a fault was made.
 */
Error.stackTraceLimit = 4;
