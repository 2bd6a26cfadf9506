import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { lookup as dnsLookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import ipaddr from 'ipaddr.js';
import type { LiveChecker, LiveCheckResult } from '../../activities/ports.js';

/** How the live check is made. */
export interface LiveCheckOptions {
  /** `host:port` that may be called although private or on another port: the local test agency. */
  readonly allow: readonly string[];
  readonly timeoutMs?: number;
  /** Resolves a name; for tests. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

type Reason = NonNullable<LiveCheckResult['reason']>;

/** What stands in the way of an answer; never leaves this file. */
class CheckFailed extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

const bodyBytesMax = 256 * 1024;
const redirectsMax = 5;
/** Ports on which the public is served; any other could be made to scan what is not. */
const publicPorts = ['80', '443'];
/** Of several addresses of a name, each but the last gets so long to connect. */
const attemptMs = 1_000;

/**
 * Makes the live check. The addresses that are judged are the ones that are connected to, so a name
 * cannot answer differently a moment later; each redirect is judged anew.
 */
export function createLiveChecker(options: LiveCheckOptions): LiveChecker {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const resolve = options.resolve ?? ((host: string) => dnsLookup(host, { all: true }));

  return {
    async check(url, signal) {
      const started = Date.now();
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      try {
        const found = await follow(url, either);
        return { ...found, tookMs: Date.now() - started };
      } catch (error) {
        const reason = timeout.aborted ? 'timedOut' : reasonOf(error);
        return { ok: false, reason, tookMs: Date.now() - started };
      }
    },
  };

  async function follow(
    first: string,
    signal: AbortSignal,
  ): Promise<Omit<LiveCheckResult, 'tookMs'>> {
    let url = first;
    for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
      const answer = await call(url, signal);
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      if (status < 300 || status > 399 || location === undefined) return judge(answer, url, status);
      answer.destroy();
      if (!URL.canParse(location, url)) throw new CheckFailed('badRedirect');
      url = new URL(location, url).href;
    }
    throw new CheckFailed('tooManyRedirects');
  }

  async function call(url: string, signal: AbortSignal): Promise<IncomingMessage> {
    const target = new URL(url);
    if (target.protocol !== 'http:' && target.protocol !== 'https:') {
      throw new CheckFailed('badRedirect');
    }
    if (target.username !== '' || target.password !== '') {
      throw new CheckFailed('addressNotAllowed');
    }
    return get(target, await allowedAddresses(target, signal), signal);
  }

  async function allowedAddresses(
    target: URL,
    signal: AbortSignal,
  ): Promise<readonly LookupAddress[]> {
    const host = target.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const port = target.port || (target.protocol === 'https:' ? '443' : '80');
    const isListed = options.allow.includes(`${host}:${port}`);
    if (!isListed && !publicPorts.includes(port)) throw new CheckFailed('addressNotAllowed');
    const addresses = ipaddr.isValid(host)
      ? [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }]
      : await unlessAborted(signal, () => lookUp(host));
    if (addresses.length === 0) throw new CheckFailed('nameNotFound');
    if (!isListed && !addresses.every(({ address }) => isPublicAddress(address))) {
      throw new CheckFailed('addressNotAllowed');
    }
    return addresses;
  }

  async function lookUp(host: string): Promise<readonly LookupAddress[]> {
    try {
      return await resolve(host);
    } catch {
      throw new CheckFailed('nameNotFound');
    }
  }
}

/** The system's resolver cannot be cancelled and may take half a minute: it is not waited for. */
async function unlessAborted<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = once(signal, 'abort', { signal: over.signal }).then(() => {
    throw new CheckFailed('timedOut');
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    over.abort();
  }
}

/** Connects to one of the addresses that were judged, whatever the name means by now. */
function get(
  target: URL,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const asked = open(
      target,
      {
        signal,
        agent: false,
        ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: attemptMs },
        maxHeaderSize: 32 * 1024,
        headers: { 'user-agent': 'Prasan-live-check/1', accept: 'text/html, application/json' },
        lookup: (_host, options, found) => {
          const [first] = addresses;
          if ('all' in options && options.all === true) found(null, [...addresses]);
          else found(null, first?.address ?? '', first?.family);
        },
      },
      done,
    );
    asked.on('error', fail);
    asked.end();
  });
}

/** Where IPv6 addresses of the public internet are; what is special in there is refused all the same. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Only unicast addresses of the public internet; an IPv4 address in IPv6 clothes is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast)) return false;
  return parsed.range() === 'unicast';
}

async function judge(
  answer: IncomingMessage,
  finalUrl: string,
  status: number,
): Promise<Omit<LiveCheckResult, 'tookMs'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of answer) {
    const part = chunk as Buffer;
    hash.update(part.subarray(0, bodyBytesMax - bytes));
    bytes += part.length;
    if (bytes >= bodyBytesMax) break;
  }
  answer.destroy();
  const found = { status, finalUrl, bodySha256: hash.digest('hex') };
  if (status < 200 || status > 299) return { ok: false, reason: 'badStatus', ...found };
  return bytes === 0 ? { ok: false, reason: 'emptyPage', ...found } : { ok: true, ...found };
}

function reasonOf(error: unknown): Reason {
  if (error instanceof CheckFailed) return error.reason;
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return 'tooLarge';
  if (/CERT|SELF_SIGNED|TLS|SSL|ALTNAME/.test(code)) return 'tlsInvalid';
  return 'unreachable';
}
