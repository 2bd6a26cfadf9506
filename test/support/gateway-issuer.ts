import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Role } from '../../contracts/lifecycles/service/states.js';

/** What of a token is not as the issuer would make it. */
export interface Forgery {
  readonly alg?: string;
  readonly kid?: string;
  readonly typ?: string;
  /** Signs with another key than the published one. */
  readonly key?: CryptoKey | Uint8Array;
  /** Claims that replace or add to the usual ones; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface OwnKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** A small issuer that publishes keys over HTTP, whose tokens tests may forge. */
export class TestIssuer {
  /** How often its key set was asked for. */
  asked = 0;
  private keys: OwnKey[] = [];
  private server: Server | undefined;
  private port = 0;
  /** What discovery says the issuer is called; its address when left out. */
  callsItself: string | undefined;

  static async start(): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    await issuer.addKey('RS256');
    await issuer.open();
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The key set as published. */
  get published(): JWK[] {
    return this.keys.map(({ jwk }) => jwk);
  }

  /** Listens (again, on the same port). */
  async open(): Promise<void> {
    this.server = createServer((httpRequest, answer) => {
      answer.setHeader('content-type', 'application/json');
      if (httpRequest.url === '/.well-known/openid-configuration') {
        const issuer = this.callsItself ?? this.url;
        answer.end(JSON.stringify({ issuer, jwks_uri: `${this.url}/jwks` }));
        return;
      }
      this.asked += 1;
      answer.end(JSON.stringify({ keys: this.published }));
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Publishes one more key; tokens are signed with the newest. */
  async addKey(alg: string): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const kid = `key-${this.keys.length}-${Math.round(performance.now() * 1000)}`;
    const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
    this.keys.push({ kid, alg, privateKey, jwk });
  }

  /** Withdraws all keys but the newest. */
  withdrawOld(): void {
    this.keys = this.keys.slice(-1);
  }

  /** A token of a person in roles, as good or bad as asked. */
  async token(
    name: string,
    roles: readonly Role[],
    agencies: readonly string[] = [],
    forgery: Forgery = {},
  ): Promise<string> {
    const own = this.keys.at(-1);
    if (own === undefined) throw new Error('the issuer has no key');
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.url,
      aud: 'prasan',
      sub: name,
      iat: now,
      exp: now + 3600,
      roles,
      agencies,
      ...forgery.claims,
    } as JWTPayload;
    const { alg = own.alg, kid = own.kid, typ = 'at+jwt', key = own.privateKey } = forgery;
    return new SignJWT(claims).setProtectedHeader({ alg, kid, typ }).sign(key);
  }
}
