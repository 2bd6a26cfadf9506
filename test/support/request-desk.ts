import { canonicalJson } from '../../contracts/events/mint.js';
import type { RequestView } from '../../contracts/commands/request/messages.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { GatewayPorts } from '../../workers/gateway/server.js';

/** What the gateway has for requests and manuals where a test has none of them. */
export function noRequests(): Pick<GatewayPorts, 'desk' | 'calendar' | 'manuals' | 'callbackKeys'> {
  const requests = new Map<string, RequestView>();
  const manuals: readonly Manual[] = [];
  const none = () => Promise.reject(new Error('this test has no requests'));
  return {
    desk: {
      find: (requestId) => Promise.resolve(requests.get(requestId)),
      act: () => Promise.resolve(undefined),
      actOnClosed: none,
      whyNotOpened: () => Promise.resolve(undefined),
      start: none,
      findAppeal: () => Promise.resolve(undefined),
      actOnAppeal: () => Promise.resolve(undefined),
      tellPayment: () => Promise.resolve(false),
      tellAnswer: () => Promise.resolve(false),
      manuals: () => Promise.resolve(manuals),
      changes: () => Promise.resolve([]),
      receiptNumber: () => Promise.resolve(undefined),
      claim: () => Promise.resolve(undefined),
      letGo: () => Promise.resolve(),
      bodyHash: canonicalJson,
      seal: none,
      open: none,
      keyRecord: () => Promise.resolve(undefined),
      restrict: none,
      destroyKey: none,
    },
    calendar: {
      changes: () => Promise.resolve([]),
      act: () => Promise.resolve(undefined),
      campaign: () => Promise.resolve(undefined),
      steer: () => Promise.resolve(false),
      try: none,
    },
    manuals: {
      find: () => Promise.resolve(undefined),
      act: () => Promise.resolve(undefined),
      isSample: false,
    },
    callbackKeys: { payments: [], agencies: new Map() },
  };
}
