import type { Command } from 'commander';
import { agencyIdPattern } from '../../contracts/ids.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { agencyRoles, portals, roles } from '../../contracts/lifecycles/service/states.js';
import { NoDevToken, requestDevToken } from '../../infra/local/oidc/dev-token.js';
import type { CliContext } from './context.js';
import { CommandFailed, exitCodes, messageOf } from './outcome.js';

/** Who calls the gateway: a token, or a role for which the local issuer gives one. */
export interface Caller {
  readonly token?: string;
  readonly as?: string[];
  readonly agency?: string[];
  readonly office?: string[];
  readonly name?: string;
}

/** A person of the local issuer. */
export interface Person {
  readonly roles: readonly string[];
  readonly agencies: readonly string[];
  readonly offices?: readonly string[];
  readonly name?: string | undefined;
  readonly expiresInSeconds?: number;
}

/** Adds the options of whoever calls the gateway. */
export function signedIn(command: Command): Command {
  return command
    .option('--token <token>', 'access token (or set PRASAN_TOKEN)')
    .option('--as <role>', 'with the local issuer: act in this role', listed)
    .option('--agency <ids>', 'with --as: agency ids of the person', listed)
    .option(
      '--office <ids>',
      'with --as: offices of the person; of a portal, biz or citizen',
      listed,
    )
    .option('--name <name>', 'with --as: who the person is')
    .option('--json', 'print JSON');
}

/** Gathers the values of an option that may be repeated, or hold several with commas. */
export function listed(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',').map((one) => one.trim())].filter((one) => one !== '');
}

/** The token that a caller comes with. */
export async function tokenOf(context: CliContext, caller: Caller): Promise<string> {
  refuseContradiction(caller);
  const given =
    caller.token ?? (caller.as === undefined ? context.config().PRASAN_TOKEN : undefined);
  if (given !== undefined) return given;
  if (caller.as === undefined) {
    throw new CommandFailed(
      'Who are you? Give --token TOKEN, set PRASAN_TOKEN, or with the local issuer say --as ROLE (and --agency AGY…)',
    );
  }
  return devToken(context, {
    roles: caller.as,
    agencies: caller.agency ?? [],
    offices: caller.office ?? [],
    name: caller.name,
  });
}

/** A token says by itself who it is of: what is said beside it would be passed over in silence. */
function refuseContradiction({ token, as, agency, office, name }: Caller): void {
  if (token !== undefined && as !== undefined) {
    throw new CommandFailed('Give --token or --as, not both: each says who you are');
  }
  if (as !== undefined || [agency, office, name].every((one) => one === undefined)) return;
  throw new CommandFailed(
    '--agency, --office and --name go with --as ROLE: a token has its agencies in it. Leave them out; to name an agency whose services are meant, use --agency-id',
  );
}

/** A token of the local issuer. Without a name the person is called by role and agencies. */
export async function devToken(context: CliContext, person: Person): Promise<string> {
  const issuer = context.config().OIDC_ISSUER;
  refuseUnknown(person);
  try {
    return await requestDevToken({
      ...person,
      issuer,
      name: person.name ?? [...person.roles, ...person.agencies].join('-'),
    });
  } catch (error) {
    if (error instanceof NoDevToken) throw new CommandFailed(error.message);
    throw new CommandFailed(
      `The sign-in service at ${issuer} (OIDC_ISSUER) cannot be reached: ${messageOf(error)}. Is it running (npm start)?`,
      exitCodes.unreachable,
    );
  }
}

function refuseUnknown(person: Person): void {
  const role = person.roles.find((one) => !isRole(one));
  if (role !== undefined) {
    throw new CommandFailed(`There is no role ${role}; there are ${roles.join(', ')}`);
  }
  const ownRole = person.roles.find((one) => agencyRoles.some((role) => role === one));
  if (ownRole !== undefined && person.agencies.length === 0) {
    throw new CommandFailed(`A person in role ${ownRole} is of an agency: add --agency AGY…`);
  }
  const agency = person.agencies.find((one) => !agencyIdPattern.test(one));
  if (agency !== undefined) {
    throw new CommandFailed(`${agency} is no agency id; ids look like AGY009`);
  }
  const isPortal = portals.some((one) => person.offices?.includes(one) === true);
  if (person.roles.includes('portal') && !isPortal) {
    throw new CommandFailed('A portal says which one it is: add --office biz or --office citizen');
  }
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
