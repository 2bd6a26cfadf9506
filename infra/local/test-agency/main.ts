import { createServer } from 'node:http';

/** How a page is to misbehave, for tests of the live check. */
interface Behaviour {
  readonly status?: number;
  readonly delayMs?: number;
  readonly redirectTo?: string;
  readonly body?: string;
}

/**
 * A small agency with pages of its own: what the sample's channels point to. `POST /dev/behave`
 * with `{path, status, delayMs, redirectTo, body}` makes a page misbehave.
 */
function main(): void {
  const port = Number(process.env['PORT'] ?? 8060);
  const behaviours = new Map<string, Behaviour>();
  createServer((httpRequest, answer) => {
    const path = new URL(httpRequest.url ?? '/', 'http://agency').pathname;
    if (httpRequest.method === 'POST' && path === '/dev/behave') {
      void readBody(httpRequest).then((body) => {
        const { path: page, ...behaviour } = JSON.parse(body) as Behaviour & { path: string };
        behaviours.set(page, behaviour);
        answer.end('ok\n');
      });
      return;
    }
    const behaviour = behaviours.get(path) ?? {};
    setTimeout(() => {
      respond(answer, path, behaviour);
    }, behaviour.delayMs ?? 0);
  }).listen(port, '127.0.0.1');
}

function respond(
  answer: import('node:http').ServerResponse,
  path: string,
  behaviour: Behaviour,
): void {
  if (behaviour.redirectTo !== undefined) {
    answer.writeHead(302, { location: behaviour.redirectTo }).end();
    return;
  }
  if (path === '/healthz') {
    answer.end('ok\n');
    return;
  }
  answer.writeHead(behaviour.status ?? 200, { 'content-type': 'text/html; charset=utf-8' });
  answer.end(behaviour.body ?? page(path));
}

function page(path: string): string {
  const service = /^\/services\/([A-Z0-9]+)$/.exec(path)?.[1];
  const title = service === undefined ? 'หน่วยงานทดลอง' : `บริการอิเล็กทรอนิกส์ ${service}`;
  return `<!doctype html><html lang="th"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>หน้านี้เป็นของหน่วยงานทดลองบนเครื่องนี้</p></html>`;
}

async function readBody(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

main();
