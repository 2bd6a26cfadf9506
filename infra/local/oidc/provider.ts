import type { Configuration } from 'oidc-provider';
import { Provider, errors } from 'oidc-provider';
import { z } from 'zod';
import { devGrantType } from './dev-token.js';
import type { SigningKeys } from './keys.js';

const audience = 'prasan';
const longestSeconds = 30 * 86_400;

/** A list, as one parameter with commas, as a repeated one, or not given. */
const list = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((given) =>
    [given]
      .flat()
      .flatMap((one) => one.split(','))
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  );

const Person = z.object({
  name: z.string().optional(),
  role: list,
  agency: list,
  office: list,
  lifetime: z.coerce.number().int().min(1).max(longestSeconds).default(3_600),
});

/**
 * An OpenID Connect provider for development: discovery, keys, JWT access tokens for audience
 * `prasan`. One grant of its own gives a token of any person; there is no other way to sign in.
 */
export function createProvider(issuer: string, keys: SigningKeys): Provider {
  const signsWith = keys[0]?.kid;
  const provider = new Provider(issuer, {
    jwks: { keys },
    clients: [
      {
        client_id: 'prasan-dev',
        token_endpoint_auth_method: 'none',
        grant_types: [devGrantType],
        redirect_uris: [],
        response_types: [],
      },
    ],
    features: { devInteractions: { enabled: false } },
    extraTokenClaims: (_context, token) => ('extra' in token ? token.extra : undefined),
    clientBasedCORS: () => false,
  } satisfies Configuration);
  const lists = ['role', 'agency', 'office'];
  provider.registerGrantType(
    devGrantType,
    async (context) => {
      const { client, params } = context.oidc;
      const person = parsePerson(params);
      const token = new provider.AccessToken({
        client,
        accountId: `dev|${person.name}`,
        // There is no consent to keep: the grant ends with the answer.
        grantId: `dev|${person.name}`,
        gty: 'dev-person',
        scope: '',
        extra: { roles: person.role, agencies: person.agency, offices: person.office },
      });
      token.resourceServer = new provider.ResourceServer('urn:prasan', {
        scope: '',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: person.lifetime,
        jwt: { sign: { alg: 'RS256', kid: signsWith } },
      });
      context.body = {
        access_token: await token.save(),
        token_type: 'Bearer',
        expires_in: token.expiration,
      };
    },
    ['name', 'lifetime', ...lists],
    lists,
  );
  return provider;
}

function parsePerson(params: unknown): z.output<typeof Person> & { name: string } {
  const parsed = Person.safeParse(params);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new errors.InvalidRequest(faults.join('; '));
  }
  const { name, role, agency } = parsed.data;
  const called = name ?? [...role, ...agency].join('-');
  if (called === '') throw new errors.InvalidRequest('name or role is missing');
  return { ...parsed.data, name: called };
}
