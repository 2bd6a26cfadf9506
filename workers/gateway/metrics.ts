import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { streamRoutes } from './event-stream.js';
import type { Gateway } from './server.js';

/** Measures every answer but those of streams, which last as long as somebody follows. */
export function measure(gateway: Gateway, openStreams: () => number): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'prasan_gateway_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 40],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'prasan_gateway_refusals_total',
    help: 'Problems answered, by route and code',
    labelNames: ['route', 'code'],
    registers: [registry],
  });
  const streams = new Gauge({
    name: 'prasan_gateway_streams',
    help: 'Streams of events that are open',
    registers: [registry],
    collect: () => {
      streams.set(openStreams());
    },
  });
  gateway.addHook('onResponse', (httpRequest, reply, done) => {
    const { method, problemCode } = httpRequest;
    const route = httpRequest.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    if (!streamRoutes.some((one) => one === route)) {
      seconds.observe({ method, route, status }, reply.elapsedTime / 1_000);
    }
    if (problemCode !== null) refusals.inc({ route, code: problemCode });
    done();
  });
  return registry;
}
