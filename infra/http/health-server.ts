import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';

/** How one thing that a process needs is. */
export interface Check {
  readonly ok: boolean;
  /** Since when it is not, RFC 3339, UTC. */
  readonly since?: string;
  readonly detail?: string;
}

/** How a process is, by what it needs. */
export type Checks = Readonly<Record<string, Check>>;

/** Serves `/healthz` (it lives), `/readyz` (it can work, and why not) and `/metrics`. */
export async function startHealthServer(options: {
  readonly port: number;
  readonly host: string;
  readonly checks: () => Promise<Checks>;
  readonly registry: Registry;
}): Promise<Server> {
  const server = createServer((httpRequest, answer) => {
    const path = httpRequest.url?.split('?')[0];
    const respond = async () => {
      if (path === '/healthz') return answer.end('ok\n');
      if (path === '/metrics') {
        answer.setHeader('content-type', options.registry.contentType);
        return answer.end(await options.registry.metrics());
      }
      if (path !== '/readyz') return answer.writeHead(404).end();
      const checks = await options.checks();
      const ok = Object.values(checks).every((check) => check.ok);
      answer.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
      return answer.end(JSON.stringify({ ok, checks }));
    };
    // What went wrong inside is nobody's business outside.
    respond().catch(() => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(500).end('internal error\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}
