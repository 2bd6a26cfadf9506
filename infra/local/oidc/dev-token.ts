/** The grant by which the local issuer gives a token of any person. */
export const devGrantType = 'urn:prasan:grant-type:dev-person';

/** Whose token is asked for. */
export interface DevPerson {
  readonly issuer: string;
  /** The person: the same name is the same person in every role. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly agencies?: readonly string[];
  readonly offices?: readonly string[];
  /** Seconds; 3600 by default. */
  readonly expiresInSeconds?: number;
}

/** Thrown when the issuer is no local one, or cannot be reached. */
export class NoDevToken extends Error {
  override readonly name = 'NoDevToken';
}

/** Asks the local issuer for a person's token. */
export async function requestDevToken(person: DevPerson): Promise<string> {
  const { hostname } = new URL(person.issuer);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost' && hostname !== '[::1]') {
    throw new NoDevToken(
      `${person.issuer} is no local issuer; get a token from it by its own sign-in`,
    );
  }
  const form = new URLSearchParams({
    grant_type: devGrantType,
    client_id: 'prasan-dev',
    name: person.name,
    role: person.roles.join(','),
    agency: (person.agencies ?? []).join(','),
    office: (person.offices ?? []).join(','),
    lifetime: String(person.expiresInSeconds ?? 3_600),
  });
  const answer = await fetch(new URL('/token', person.issuer), { method: 'POST', body: form });
  const body = (await answer.json()) as { access_token?: string; error_description?: string };
  if (body.access_token === undefined) {
    throw new NoDevToken(`the issuer gave no token: ${body.error_description ?? answer.status}`);
  }
  return body.access_token;
}
