'use strict';
// The rooms and who may look into which (docs/architecture.md).
const ours = '^(contracts|workflows|activities|infra|workers|test)/';
const npm = 'node_modules/';
const error = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const onlySees = (room, others) =>
  error(
    `${room}-looks-inward`,
    { path: `^${room}/` },
    { path: ours, pathNot: `^(${[room, ...others].join('|')})(/|[.])` },
    `${room} may see ${others.join(', ') || 'nothing else of ours'}`,
  );
const typesOnly = (name, from, to) =>
  error(name, { path: from }, { path: to, dependencyTypesNot: ['type-only'] }, 'types only');

module.exports = {
  forbidden: [
    error('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    error('resolvable', {}, { couldNotResolve: true }),
    onlySees('contracts', []),
    onlySees('workflows', ['contracts', 'activities']),
    onlySees('activities', ['contracts']),
    onlySees('infra', ['contracts', 'activities/ports']),
    onlySees('workers', ['contracts', 'workflows', 'activities', 'infra']),
    typesOnly('workflows-see-types-of-activities', '^workflows/', '^activities/'),
    typesOnly('infra-sees-types-of-activities', '^infra/', '^activities/'),
    typesOnly(
      'workflows-see-types-of-schemas',
      '^workflows/',
      '^contracts/(events/[^/]+[.]v\\d+|commands/(fields|.*/(applicant|bodies|evidence))|agency-link/(answers|fields|messages)|payment/(bills|money))[.]ts$',
    ),
    typesOnly(
      'lifecycles-see-types-of-schemas',
      '^contracts/lifecycles/',
      `^contracts/commands/|^contracts/events/[^/]+[.]v\\d+[.]ts$|${npm}zod/`,
    ),
    error(
      'contracts-use-zod-and-noble',
      { path: '^contracts/' },
      { path: npm, pathNot: `${npm}(zod|@noble/hashes)/` },
    ),
    error('contracts-use-no-node', { path: '^contracts/' }, { dependencyTypes: ['core'] }),
    error(
      'calendar-uses-zod-alone',
      { path: '^contracts/calendar/' },
      { path: `${npm}|${ours}`, pathNot: `${npm}zod/|^contracts/calendar/` },
    ),
    error('workflows-are-sandboxed', { path: '^workflows/' }, { dependencyTypes: ['core'] }),
    error(
      'workflows-use-temporal-alone',
      { path: '^workflows/' },
      { path: npm, pathNot: `${npm}@temporalio/(workflow|common)/` },
    ),
    error(
      'activities-use-temporal-alone',
      { path: '^activities/' },
      { path: npm, pathNot: `${npm}@temporalio/(activity|common)/` },
    ),
    error(
      'processes-are-apart',
      { path: '^workers/([^/]+)/' },
      { path: '^workers/([^/]+)/', pathNot: '^workers/$1/' },
    ),
    error('nothing-needs-tests', { pathNot: '^test/' }, { path: '^test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|[.]prasan)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
