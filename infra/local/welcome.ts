import type { StackEnv } from './env-file.js';
import { loopback, urlOf } from './ports.js';

/** What {@link welcome} has to know beside the settings. */
export interface Whereabouts {
  readonly home: string;
  /** Left out for a Temporal that somebody else runs. */
  readonly temporalUi?: string;
  /** Whether the sign-in is ours, which gives a token to anybody. */
  readonly isOwnIssuer: boolean;
}

/** What a new user needs to know once everything runs. */
export function welcome(env: StackEnv, where: Whereabouts): string {
  const gateway = env['PRASAN_GATEWAY_URL'] ?? '';
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["OPDC's page", `${pageUrl(env)}   (English: ${pageUrl(env)}?lang=en)`],
    ['Gateway', `${gateway}/   (OpenAPI: ${gateway}/openapi.json)`],
    ['Temporal', env['TEMPORAL_ADDRESS']],
    ['Temporal UI', where.temporalUi],
    ['Kafka', env['KAFKA_BROKERS']],
    ['PostgreSQL', withoutPassword(env['DATABASE_URL'] ?? '')],
    ['Sign-in (OIDC)', env['OIDC_ISSUER']],
    ['Test agency', env['PRASAN_TEST_AGENCY_URL']],
    ['Data and logs', where.home],
    ['', ''],
    ...firstSteps(where.isOwnIssuer),
  ];
  const shown = lines
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name.padEnd(16)}  ${value ?? ''}`.trimEnd());
  const stop = '  Ctrl-C stops everything; the next start finds it as it was left.';
  return ['', ...shown, '', stop, ''].join('\n');
}

const requests: readonly (readonly [string, string])[] = [
  ['', 'npm run --silent prasan -- request submit SVC0106 --example --as portal --office biz'],
  ['', 'npm run --silent prasan -- request list --as competentOfficial --agency AGY009'],
  ['', 'npm run --silent prasan -- request simulate --count 40 --seed 7'],
];

function firstSteps(isOwnIssuer: boolean): readonly (readonly [string, string])[] {
  const prasan = 'npm run --silent prasan --';
  const person = isOwnIssuer ? ' --as opdcOfficer' : '';
  const signIn = isOwnIssuer
    ? `${prasan} token agencyOfficer --agency AGY009 --name somchai`
    : 'with a token of that issuer for the audience prasan: export PRASAN_TOKEN=…';
  return [
    ['Sign in', signIn],
    ['Try first', `${prasan} service list${person}`],
    ['', `${prasan} service show SVC0106${person}`],
    ...(isOwnIssuer ? requests : []),
  ];
}

/** Where the page of a stack is. */
export function pageUrl(env: Partial<StackEnv>): string {
  return `${urlOf(env['PRASAN_HOST'] ?? loopback, Number(env['PRASAN_TRACKER_PORT']))}/`;
}

/** An address to show: whoever knows the password knows it. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.password = '';
  return url.href;
}
