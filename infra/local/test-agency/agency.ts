import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { z } from 'zod';
import type { Arrived, Desk } from './web.js';
import { readCall, scripted, send } from './web.js';

/** How a page is to misbehave, for tests of the live check. */
const Behaviour = z.strictObject({
  /** The page, e.g. `/services/SVC0106`. */
  path: z.string().startsWith('/'),
  status: z.int().min(200).max(599).optional(),
  delayMs: z.int().min(0).optional(),
  /** Where it sends the caller on to. */
  redirectTo: z.string().optional(),
  /** Takes the call and never answers. */
  hang: z.boolean().optional(),
  body: z.string().optional(),
});

type Behaviour = z.output<typeof Behaviour>;

/** A service's id and its name in Thai. */
export type NamedService = readonly [serviceId: string, name: string];

/** Ids and names of the services in a register's CSV. */
export function readServices(csv: string): NamedService[] {
  const [header = [], ...rows] = csv.trim().split('\n').map(cells);
  const id = header.indexOf('service_id');
  const name = header.indexOf('ชื่องานบริการ');
  return rows.map((row) => [row[id] ?? '', row[name] ?? '']);
}

function cells(line: string): string[] {
  const found = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...found].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/**
 * An agency with pages of its own: `/` lists its services, `/services/ID` is the page of one, and
 * `/api/services/ID` its endpoint. `POST /dev/behave` with `{path, status, delayMs, redirectTo, hang,
 * body}` makes a page misbehave, with the path alone behave again.
 *
 * @param desks the systems behind it, which are asked first
 */
export function createTestAgency(
  services: readonly NamedService[],
  desks: readonly Desk[] = [],
): Server {
  const names = new Map(services);
  const behaviours = new Map<string, Behaviour>();

  return createServer((request, answer) => {
    readCall(request)
      .then((arrived) => respondTo(arrived, answer))
      .catch((error: unknown) => {
        if (!answer.headersSent) send(answer, { status: 400, body: `${String(error)}\n` });
      });
  });

  async function respondTo(arrived: Arrived, answer: ServerResponse): Promise<void> {
    for (const desk of desks) {
      const reply = await desk(arrived);
      if (reply === undefined) continue;
      send(answer, reply);
      return;
    }
    const path = new URL(`http://agency${arrived.path}`).pathname;
    if (arrived.method === 'POST' && path === '/dev/behave') {
      send(
        answer,
        scripted(Behaviour, arrived, (behaviour) => behave(behaviour)),
      );
      return;
    }
    const behaviour = behaviours.get(path) ?? { path };
    if (behaviour.hang === true) return;
    setTimeout(() => {
      respond(answer, behaviour, contentOf(path, names));
    }, behaviour.delayMs ?? 0);
  }

  function behave(behaviour: Behaviour) {
    behaviours.set(behaviour.path, behaviour);
    return { status: 200, body: 'ok\n' };
  }
}

interface Content {
  readonly status: number;
  readonly type: 'text/html' | 'application/json' | 'text/plain';
  readonly body: string;
}

function respond(answer: ServerResponse, behaviour: Behaviour, content: Content): void {
  if (behaviour.redirectTo !== undefined) {
    answer.writeHead(behaviour.status ?? 302, { location: behaviour.redirectTo }).end();
    return;
  }
  const headers = { 'content-type': `${content.type}; charset=utf-8` };
  answer.writeHead(behaviour.status ?? content.status, headers);
  answer.end(behaviour.body ?? content.body);
}

function contentOf(path: string, names: ReadonlyMap<string, string>): Content {
  const [, isEndpoint, id] = /^(\/api)?\/services\/([\w-]{1,64})$/.exec(path) ?? [];
  if (path === '/healthz') return { status: 200, type: 'text/plain', body: 'ok\n' };
  if (path === '/') return page('หน่วยงานทดลอง', listOf(names));
  if (id === undefined) return { ...page('ไม่พบหน้านี้', ''), status: 404 };
  if (isEndpoint !== undefined) {
    const body = JSON.stringify({ serviceId: id, open: true });
    return { status: 200, type: 'application/json', body };
  }
  const name = names.get(id) ?? `งานบริการ ${id}`;
  return page(name, `<p>บริการอิเล็กทรอนิกส์ ${id}</p>`);
}

function listOf(names: ReadonlyMap<string, string>): string {
  const items = [...names].map(
    ([id, name]) => `<li><a href="/services/${escape(id)}">${escape(name)}</a></li>`,
  );
  return `<ul>\n${items.join('\n')}\n</ul>`;
}

function page(title: string, body: string): Content {
  const note = 'หน้านี้เป็นของหน่วยงานทดลองบนเครื่องนี้ ไม่ใช่ของหน่วยงานจริง';
  const html = `<!doctype html>
<html lang="th">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<h1>${escape(title)}</h1>
${body}
<p>${note}</p>
</html>
`;
  return { status: 200, type: 'text/html', body: html };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
