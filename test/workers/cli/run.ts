import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { readConfig } from '../../../infra/config.js';
import { runCli } from '../../../workers/cli/program.js';
import { createScreen } from '../../../workers/cli/screen.js';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as in a pipe, with these settings over the defaults; `stop` is Ctrl-C. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
  stop: () => AbortSignal = () => AbortSignal.timeout(1_000),
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const to = (texts: string[]) =>
    ({ write: (text: string) => texts.push(text) > 0 }) as unknown as NodeJS.WriteStream;
  const code = await runCli(args, {
    screen: createScreen(to(out), to(err)),
    config: () => readConfig({ PRASAN_HOME: '/nonexistent', ...env }),
    readInput: () => Promise.resolve(input),
    untilStopped: stop,
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** What the stand-in for the gateway was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

/** An answer of the stand-in; the body as JSON unless it is a text. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** A stand-in for the gateway, on a free port. */
export class StandIn {
  readonly asked: Asked[] = [];
  /** Answers by `METHOD /path`, the query left out; a function answers anew each time. */
  readonly replies = new Map<string, Reply | (() => Reply)>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((httpRequest, answer) => {
      const chunks: Buffer[] = [];
      httpRequest.on('data', (chunk: Buffer) => chunks.push(chunk));
      httpRequest.on('end', () => {
        const { method = '', url = '', headers } = httpRequest;
        const text = Buffer.concat(chunks).toString();
        this.asked.push({ method, url, headers, body: text === '' ? null : JSON.parse(text) });
        const found = this.replies.get(`${method} ${url.split('?')[0] ?? ''}`);
        const reply = typeof found === 'function' ? found() : found;
        if (reply === undefined) {
          httpRequest.socket.destroy();
          return;
        }
        const { status = 200, body } = reply;
        answer.writeHead(status, { 'content-type': 'application/json', ...reply.headers });
        answer.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  /** Where it answers. */
  get url(): string {
    const address = this.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return `http://127.0.0.1:${port}`;
  }

  /** Settings that lead a command here. */
  get env(): Record<string, string> {
    return { PRASAN_GATEWAY_URL: this.url, PRASAN_TOKEN: 'a.b.c' };
  }

  forget(): void {
    this.asked.length = 0;
    this.replies.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
