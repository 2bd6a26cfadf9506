import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const assets = {
  'style.css': 'text/css; charset=utf-8',
  'client.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** Style, script and icon of the page, from this folder and nowhere else. */
export function addAssets(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(assets)) {
    const body = readFileSync(new URL(name, import.meta.url));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    app.get(`/assets/${name}`, async (httpRequest, reply) => {
      reply.header('etag', etag).header('cache-control', 'no-cache').type(type);
      return httpRequest.headers['if-none-match'] === etag
        ? reply.code(304).send()
        : reply.send(body);
    });
  }
}
