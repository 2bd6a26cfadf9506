import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgencyDispatch } from '../../contracts/agency-link/messages.js';
import type { SigningKey } from '../../contracts/agency-link/signature.js';
import { signatureFault } from '../../contracts/agency-link/signature.js';
import { agencyCallbackPath } from '../../contracts/agency-link/statuses.js';
import type { AgencyEndpoints } from '../../infra/agency-link/endpoints.js';
import { createAgencySystemDesk } from '../../infra/local/test-agency/agency-system.js';
import { createTestAgency } from '../../infra/local/test-agency/agency.js';
import { createTreasuryDesk } from '../../infra/local/test-agency/treasury.js';

export const requestA = '01906c2e-4f5a-7b3c-8d1e-2f3a4b5c6d7e';
export const requestB = '01906c2e-4f5a-7b3c-8d1e-2f3a4b5c6d7f';

/** A key whose secret is told by its name. */
export function keyOf(kid: string): SigningKey {
  return { kid, secret: kid.padEnd(32, '.') };
}

/** Servers of a test, on free ports of this machine. */
export class Servers {
  private readonly open: Server[] = [];

  async start(made: Server | RequestListener): Promise<string> {
    const server = typeof made === 'function' ? createServer(made) : made;
    this.open.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const server of this.open) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** What is looked at in a callback's body. */
interface CallbackBody {
  readonly requestId: string;
  readonly sequence: number;
  readonly outcome: string;
  readonly terms?: unknown;
  readonly deficiencies?: unknown;
  readonly billId: string;
  readonly transactionId: string;
}

/** A callback that reached the gateway. */
export interface CalledBack {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: CallbackBody;
  /** What is wrong with its signature. */
  readonly fault: string | undefined;
}

/** Stands for our gateway: takes every callback, and judges its signature. */
export class GatewayStub {
  readonly taken: CalledBack[] = [];
  url = '';
  /** Status of its answers. */
  status = 204;
  private readonly keys: readonly SigningKey[];

  constructor(keys: readonly SigningKey[]) {
    this.keys = keys;
  }

  async start(servers: Servers): Promise<void> {
    this.url = await servers.start((request, answer) => {
      void this.take(request).then(() => answer.writeHead(this.status).end());
    });
  }

  private async take(request: Parameters<RequestListener>[0]): Promise<void> {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += String(part);
    const { method = '', url: path = '', headers } = request;
    const header = headers['prasan-signature']?.toString();
    const fault = signatureFault({ method, path, body }, header, this.keys, Date.now());
    this.taken.push({ path, headers, body: JSON.parse(body) as CallbackBody, fault });
  }
}

/** The test agency with two systems and a treasury, and how it is reached. */
export async function startDoubles(servers: Servers) {
  const ids = ['AGY009', 'AGY010'];
  const known = new Map(ids.map((id) => [id, { url: 'http://127.0.0.1:1', ...keyOf(id) }]));
  const desks = [createAgencySystemDesk(known), createTreasuryDesk([keyOf('treasury')])];
  const url = await servers.start(createTestAgency([['SVC0106', 'ใบอนุญาต']], desks));
  const endpoints: AgencyEndpoints = new Map(
    ids.map((id) => [id, { url: `${url}/systems/${id}`, ...keyOf(id) }]),
  );
  const dev = async (path: string, script: object): Promise<unknown> => {
    const answer = await fetch(`${url}/dev/${path}`, {
      method: 'POST',
      body: JSON.stringify(script),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status}: ${text}`);
    return text.startsWith('{') ? JSON.parse(text) : text;
  };
  const given = async (agencyId: string): Promise<unknown> =>
    (await fetch(`${url}/dev/agency/${agencyId}`)).json();
  return { url, endpoints, dev, given };
}

/** A request that is handed over. */
export function dispatchOf(requestId: string, gatewayUrl: string, submission = 1): AgencyDispatch {
  return {
    ...{ requestId, submission, serviceId: 'SVC0106', manualVersion: 1, receiptNumber: '1/2570' },
    filedAt: '2026-11-30T09:00:00+07:00',
    receivedAt: '2026-11-30T09:00:01+07:00',
    applicantKind: 'citizen',
    applicant: { identityNumber: '1101700230708', name: 'นายสมชาย ทดลอง' },
    form: { shop: 'ร้านทดลอง' },
    documents: [
      {
        ...{ documentId: 'plan', reference: 'biz-1', mediaType: 'application/pdf', bytes: 10 },
        sha256: 'a'.repeat(64),
      },
    ],
    callbackUrl: `${gatewayUrl}${agencyCallbackPath(requestId)}`,
  };
}

/** What the clients' errors have. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly reason: string;
  readonly retryAfterMs?: number | undefined;
}

/** What a call is rejected with; a call that is not fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error as Failure,
  );
  if (failure === undefined) throw new Error('it did not fail');
  return failure;
}
