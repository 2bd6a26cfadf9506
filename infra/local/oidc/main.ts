import { createServer } from 'node:http';
import { keptKeys, rotateKeys } from './keys.js';
import { createProvider } from './provider.js';

/**
 * The OpenID Connect issuer for development. It gives a token of anybody to anybody, and so listens
 * on loopback alone; no setting changes that. `POST /dev/rotate` makes a new signing key, the ones
 * before it stay published.
 */
async function main(): Promise<void> {
  const home = process.env['PRASAN_HOME'] ?? '.prasan';
  const port = Number(process.env['PORT'] ?? 8070);
  const issuer = `http://127.0.0.1:${port}`;
  let handle = createProvider(issuer, await keptKeys(home)).callback();
  const rotate = async () => {
    const keys = await rotateKeys(home);
    handle = createProvider(issuer, keys).callback();
    return keys[0]?.kid ?? '';
  };
  const server = createServer((request, answer) => {
    if (request.url === '/healthz') {
      answer.end('ok\n');
      return;
    }
    if (request.method === 'POST' && request.url === '/dev/rotate') {
      rotate().then(
        (kid) => answer.end(`${JSON.stringify({ kid })}\n`),
        (error: unknown) => answer.writeHead(500).end(`${String(error)}\n`),
      );
      return;
    }
    void handle(request, answer);
  });
  server.listen(port, '127.0.0.1');
}

await main();
