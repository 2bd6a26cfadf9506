import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** Sheets in the order in which they rule: what is for narrow screens comes last. */
const sheets = ['base', 'frame', 'figures', 'tables', 'service', 'narrow'];

const assets = {
  'style.css': {
    type: 'text/css; charset=utf-8',
    files: sheets.map((name) => `style/${name}.css`),
  },
  'client.js': { type: 'text/javascript; charset=utf-8', files: ['client.js'] },
  'icon.svg': { type: 'image/svg+xml', files: ['icon.svg'] },
} as const;

/** Style, script and icon of the page, from this folder and nowhere else. */
export function addAssets(app: FastifyInstance): void {
  for (const [name, { type, files }] of Object.entries(assets)) {
    const body = Buffer.concat(files.map((file) => readFileSync(new URL(file, import.meta.url))));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    app.get(`/assets/${name}`, async (httpRequest, reply) => {
      reply.header('etag', etag).header('cache-control', 'no-cache').type(type);
      return httpRequest.headers['if-none-match'] === etag
        ? reply.code(304).send()
        : reply.send(body);
    });
  }
}
