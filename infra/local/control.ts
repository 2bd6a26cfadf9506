import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tell } from './errors.js';
import type { KeptProcess } from './process.js';
import type { Supervisor } from './supervisor.js';

const verbs: Readonly<Record<string, (kept: KeptProcess) => Promise<void>>> = {
  /** kill -9: it stays down until it is started. */
  kill: (kept) => kept.kill(),
  /** In order: it stays down until it is started. */
  stop: (kept) => kept.stop(),
  /** Answers when the server is ready. */
  start: (kept) => kept.start(),
  /** kill -9, and up again. */
  restart: async (kept) => {
    await kept.kill();
    await kept.start();
  },
};

/**
 * Lets the tests of faults treat the servers of their stack badly: `POST /kill/kafka`,
 * `/stop/postgres`, `/start/temporal`, `/restart/temporal`; `GET /` names what runs. It answers when
 * it is done.
 */
export async function startControl(
  supervisor: Supervisor,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, answer) => {
    if (request.method === 'GET') {
      answer.end(JSON.stringify(supervisor.running));
      return;
    }
    const [, verb = '', name = ''] = (request.url ?? '').split('/');
    act(supervisor, verb, name).then(
      () => answer.end('done\n'),
      (error: unknown) => answer.writeHead(500).end(`${tell(error)}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}` };
}

async function act(supervisor: Supervisor, verb: string, name: string): Promise<void> {
  const work = verbs[verb];
  if (work === undefined) throw new TypeError(`POST /${Object.keys(verbs).join('|')}/NAME`);
  await work(supervisor.find(name));
}
