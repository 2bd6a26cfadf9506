/** The grant by which the local issuer gives a token of any person. */
export const devGrantType = 'urn:prasan:grant-type:dev-person';

/** Whose token is asked for. */
export interface DevPerson {
  readonly issuer: string;
  /** The person: the same name is the same person in every role. Named by role and agency if not. */
  readonly name?: string | undefined;
  readonly roles: readonly string[];
  readonly agencies?: readonly string[];
  readonly offices?: readonly string[];
  /** Seconds, at least 1; 3600 by default. */
  readonly expiresInSeconds?: number;
}

/** Thrown when the issuer is no local one, or gives no token. */
export class NoDevToken extends Error {
  override readonly name = 'NoDevToken';
}

/**
 * Asks the local issuer for a person's access token.
 *
 * @throws NoDevToken when the issuer is not on this machine or refuses; whatever `fetch` throws when
 *   it cannot be reached
 */
export async function requestDevToken(person: DevPerson): Promise<string> {
  const { hostname } = new URL(person.issuer);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new NoDevToken(
      `${person.issuer} is no local issuer; get a token from it by its own sign-in`,
    );
  }
  const form = new URLSearchParams({
    grant_type: devGrantType,
    client_id: 'prasan-dev',
    ...(person.name === undefined ? {} : { name: person.name }),
    role: person.roles.join(','),
    agency: (person.agencies ?? []).join(','),
    office: (person.offices ?? []).join(','),
    lifetime: String(person.expiresInSeconds ?? 3_600),
  });
  const answer = await fetch(new URL('/token', person.issuer), {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  const { access_token: token, error_description: why } = parse(text);
  if (token === undefined) throw new NoDevToken(`the issuer gave no token: ${why ?? text}`);
  return token;
}

function parse(text: string): { access_token?: string; error_description?: string } {
  try {
    return JSON.parse(text) as { access_token?: string; error_description?: string };
  } catch {
    return {}; // No issuer answered; what it said is told.
  }
}
