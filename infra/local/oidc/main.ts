import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider, errors } from 'oidc-provider';
import { devGrantType } from './dev-token.js';

/**
 * A real OpenID Connect issuer for development: discovery, JWKS, JWT access tokens for audience
 * `prasan`. One extra grant lets the CLI and tests ask for a token of any person. It listens on
 * loopback only; there is no setting that changes that.
 */
async function main(): Promise<void> {
  const home = process.env['PRASAN_HOME'] ?? '.prasan';
  const port = Number(process.env['PORT'] ?? 8070);
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: (await keptKeys(home)) as never },
    clients: [
      {
        client_id: 'prasan-dev',
        token_endpoint_auth_method: 'none',
        grant_types: [devGrantType],
        redirect_uris: [],
        response_types: [],
      },
    ],
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: '', audience: 'prasan', accessTokenFormat: 'jwt' }),
      },
    },
    extraTokenClaims: (_context, token) => ('extra' in token ? token.extra : undefined) as never,
    clientBasedCORS: () => false,
  });
  addDevGrant(provider);
  const handle = provider.callback();
  createServer((httpRequest, answer) => {
    if (httpRequest.url === '/healthz') answer.end('ok\n');
    else void handle(httpRequest, answer);
  }).listen(port, '127.0.0.1');
}

/** Keys are kept, so that tokens outlive a restart. */
async function keptKeys(home: string): Promise<JWK[]> {
  const file = join(home, 'oidc-keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK[];
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const keys = [{ ...jwk, alg: 'RS256', use: 'sig', kid: `dev-${Date.now()}` }];
  mkdirSync(home, { recursive: true });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** The grant of development: a person by name, roles, agencies and offices. */
function addDevGrant(provider: Provider): void {
  const parameters = ['name', 'role', 'agency', 'office', 'lifetime'];
  provider.registerGrantType(
    devGrantType,
    async (context) => {
      const params = (context.oidc.params ?? {}) as Record<string, string | undefined>;
      const client = context.oidc.client;
      if (client === undefined) throw new errors.InvalidClient('no client');
      if (!params['name']) throw new errors.InvalidRequest('name is missing');
      const many = (name: string) => (params[name] ?? '').split(',').filter((one) => one !== '');
      const token = new provider.AccessToken({
        accountId: `dev|${params['name']}`,
        client,
        grantId: undefined as never,
        gty: 'dev-person',
        scope: '',
        extra: { roles: many('role'), agencies: many('agency'), offices: many('office') },
      } as never);
      token.resourceServer = new provider.ResourceServer('urn:prasan', {
        scope: '',
        audience: 'prasan',
        accessTokenFormat: 'jwt',
        accessTokenTTL: Number(params['lifetime'] ?? 3_600),
        jwt: { sign: { alg: 'RS256' } },
      });
      const value = await token.save();
      context.body = { access_token: value, token_type: 'Bearer', expires_in: token.expiration };
    },
    parameters,
  );
}

await main();
