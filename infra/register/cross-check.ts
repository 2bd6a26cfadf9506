import { isInScope } from '../../contracts/agency-map.js';
import type { RegisterColumn } from './columns.js';
import { countFindings } from './counts.js';
import type { Finding, FindingCode, FindingFacts } from './findings.js';
import { titleKey } from './known-titles.js';
import type { ReferenceEntry, ReferenceList, References } from './references.js';
import type { Checked } from './places.js';
import { entryFinding, findingAt } from './places.js';
import { keyColumns } from './references.js';
import type { RegisterRow } from './rows.js';
import { isMovedFrom } from './thai-marks.js';

/** What the rows and sheets of an edition say against one another. Nothing is changed by it. */
export function crossCheck(edition: Checked): Finding[] {
  const listed = listsOf(edition.references);
  return [
    ...unlisted(edition, listed),
    ...unfitReasons(edition, listed),
    ...oddProjects(edition),
    ...firstTold(edition, 'agencyId', 'agency', 'AGENCY_TWO_NAMES'),
    ...firstTold(edition, 'agencyId', 'ministryId', 'AGENCY_TWO_MINISTRIES'),
    ...firstTold(edition, 'agencyId', 'agencyType', 'AGENCY_TWO_TYPES'),
    ...firstTold(edition, 'ministryId', 'ministry', 'MINISTRY_TWO_NAMES'),
    ...sameServices(edition),
    ...likeOtherAgencies(edition),
    ...listFaults(edition.references),
    ...listedOtherwise(edition),
    ...unusedEntries(edition),
    ...countFindings(edition),
  ];
}

type Lists = Readonly<Partial<Record<keyof References, ReadonlyMap<string, ReferenceEntry>>>>;

function listsOf(references: References): Lists {
  return Object.fromEntries(
    kindsOf(references).map(([kind, { entries }]) => [
      kind,
      new Map(entries.map((entry) => [entry.texts[keyColumns[kind]] ?? '', entry])),
    ]),
  );
}

function kindsOf(references: References): [keyof References, ReferenceList][] {
  return Object.entries(references) as [keyof References, ReferenceList][];
}

/** A finding of each row that has one. */
function findingsOf(
  { rows }: Checked,
  findingOf: (row: RegisterRow) => Finding | undefined,
): Finding[] {
  const findings: Finding[] = [];
  for (const row of rows) {
    const found = findingOf(row);
    if (found !== undefined) findings.push(found);
  }
  return findings;
}

/** Which further sheet lists what a column names. */
const listedIn = [
  ['agencies', 'agencyId', 'UNKNOWN_AGENCY'],
  ['ministries', 'ministryId', 'UNKNOWN_MINISTRY'],
  ['statuses', 'statusId', 'UNLISTED_STATUS'],
  ['reasons', 'reasonId', 'UNLISTED_REASON'],
] as const;

/** Codes that the further sheets do not know. */
function unlisted(edition: Checked, listed: Lists): Finding[] {
  return listedIn.flatMap(([kind, column, code]) => {
    const list = listed[kind];
    if (list === undefined) return [];
    return findingsOf(edition, (row) => {
      const id = row[column] ?? '';
      return id === '' || list.has(id) ? undefined : findingAt(edition, row, column, code);
    });
  });
}

/** Reasons that are not for the status of their row. */
function unfitReasons(edition: Checked, { reasons }: Lists): Finding[] {
  if (reasons === undefined) return [];
  return findingsOf(edition, (row) => {
    const { reasonId = '', statusId } = row;
    const usedIn = reasons.get(reasonId)?.texts.usedIn ?? '';
    if (usedIn === '' || statusId === undefined || usedIn.includes(statusId)) return undefined;
    return findingAt(edition, row, 'reasonId', 'REASON_NOT_FOR_STATUS', { other: usedIn });
  });
}

/** Projects that are missing, that nobody lists, or that are another agency's. */
function oddProjects(edition: Checked): Finding[] {
  const { projects } = edition.references;
  return findingsOf(edition, (row) => {
    const { statusId, agencyId, project = '' } = row;
    if (project === '') {
      return statusId === 'STA03' && row.project !== undefined
        ? findingAt(edition, row, 'project', 'NO_PROJECT')
        : undefined;
    }
    if (projects === undefined) return undefined;
    const owners = ownersOf(projects, project);
    if (owners.size === 0) return findingAt(edition, row, 'project', 'UNKNOWN_PROJECT');
    if (agencyId === undefined || isInScope(agencyId, [...owners])) return undefined;
    const other = someOf([...owners]);
    return findingAt(edition, row, 'project', 'PROJECT_OF_OTHER_AGENCY', { other });
  });
}

/** So many of several are named, then how many more there are. */
const namedMax = 5;

function someOf(names: readonly string[]): string {
  const more = names.length - namedMax;
  return names.slice(0, namedMax).join(', ') + (more > 0 ? ` … (+${more})` : '');
}

type Owners = ReadonlySet<string>;
const ownersByList = new WeakMap<ReferenceList, Map<string, Set<string>>>();
const nobody: Owners = new Set();

/** The agencies that have a project of that name; two may have one of the same name. */
function ownersOf(projects: ReferenceList, name: string): Owners {
  let owners = ownersByList.get(projects);
  if (owners === undefined) {
    owners = new Map();
    for (const { texts } of projects.entries) {
      const key = titleKey(texts.project ?? '');
      owners.set(key, (owners.get(key) ?? new Set()).add(texts.agencyId ?? ''));
    }
    ownersByList.set(projects, owners);
  }
  return owners.get(titleKey(name)) ?? nobody;
}

/** Rows that say another thing of an id than the first row that says something of it. */
function firstTold(
  edition: Checked,
  idColumn: RegisterColumn,
  column: RegisterColumn,
  code: FindingCode,
): Finding[] {
  const first = new Map<string, string>();
  return findingsOf(edition, (row) => {
    const id = row[idColumn] ?? '';
    const text = row[column] ?? '';
    if (id === '' || text === '') return undefined;
    const known = first.get(id);
    if (known === undefined) first.set(id, text);
    return known === undefined || known === text
      ? undefined
      : findingAt(edition, row, column, code, { other: known });
  });
}

/** Services of one organisation (by id or name) and one name under several ids. */
function sameServices(edition: Checked): Finding[] {
  const first = new Map<string, RegisterRow>();
  return findingsOf(edition, (row) => {
    const { serviceId = '', agencyId = '', agency = '', name = '' } = row;
    if (name === '' || serviceId === '' || agencyId + agency === '') return undefined;
    const key = `${agency === '' ? agencyId : titleKey(agency)}\n${unspaced(name).toLowerCase()}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    return known === undefined || known.serviceId === serviceId
      ? undefined
      : findingAt(edition, row, 'name', 'SAME_SERVICE', factsOf(known));
  });
}

function factsOf({ row, serviceId = '' }: RegisterRow): FindingFacts {
  return { row, other: serviceId };
}

/**
 * Agencies whose name is that of another id but for the places of its marks. One of the two was mangled; the
 * finding is where the marks are further to the right, with the other as what it may be.
 */
function likeOtherAgencies(edition: Checked): Finding[] {
  const first = new Map<string, RegisterRow>();
  const told = new Set<string>();
  return findingsOf(edition, (row) => {
    const { agencyId: id = '', agency = '' } = row;
    if (agency === '' || told.has(id)) return undefined;
    told.add(id);
    const known = first.get(titleKey(agency));
    if (known === undefined) first.set(titleKey(agency), row);
    const other = known?.agency ?? agency;
    if (known === undefined || unspaced(other) === unspaced(agency)) return undefined;
    const [mangled, right] = isMovedFrom(agency, other) ? [row, other] : [known, agency];
    return findingAt(edition, mangled, 'agency', 'SUSPECT_MARKS', { other: `: ${right}` });
  });
}

function unspaced(text: string): string {
  return text.replaceAll(' ', '');
}

/** Ids that a code list has twice. */
function listFaults(references: References): Finding[] {
  return kindsOf(references).flatMap(([kind, list]) => {
    const first = new Map<string, number>();
    return list.entries.flatMap((entry) => {
      const column = keyColumns[kind];
      const id = entry.texts[column] ?? '';
      const known = first.get(id);
      if (known === undefined) first.set(id, entry.row);
      return known === undefined || id === ''
        ? []
        : [entryFinding(list, entry, column, 'LISTED_TWICE', id, { row: known })];
    });
  });
}

/** Of which id a further sheet says what the rows say too. */
const toldTwice = [
  ['agencies', 'agencyId', 'agency'],
  ['agencies', 'agencyId', 'ministryId'],
  ['agencies', 'agencyId', 'ministry'],
  ['ministries', 'ministryId', 'ministry'],
] as const;

/** What a further sheet says otherwise than the first row that says it. */
function listedOtherwise({ rows, references }: Checked): Finding[] {
  return toldTwice.flatMap(([kind, idColumn, column]) => {
    const list = references[kind];
    if (list?.columns[column] === undefined) return [];
    const told = new Map<string, string>();
    for (const row of rows) {
      const { [idColumn]: id = '', [column]: text = '' } = row;
      if (text !== '' && !told.has(id)) told.set(id, text);
    }
    return list.entries.flatMap((entry) => {
      const { [idColumn]: id = '', [column]: text = '' } = entry.texts;
      const other = told.get(id) ?? text;
      return text === '' || titleKey(text) === titleKey(other)
        ? []
        : [entryFinding(list, entry, column, 'LISTED_OTHERWISE', text, { other })];
    });
  });
}

/** Projects and agencies that are listed, but in no row. */
function unusedEntries({ rows, columns, references }: Checked): Finding[] {
  const { projects, agencies } = references;
  const used = (column: RegisterColumn) => new Set(rows.map((row) => titleKey(row[column] ?? '')));
  const unusedOf = (
    list: ReferenceList | undefined,
    column: 'project' | 'agencyId',
    code: FindingCode,
  ): Finding[] => {
    if (list === undefined || columns[column] === undefined) return [];
    const inRows = used(column);
    return list.entries.flatMap((entry) => {
      const text = entry.texts[column] ?? '';
      return text === '' || inRows.has(titleKey(text))
        ? []
        : [entryFinding(list, entry, column, code, text)];
    });
  };
  return [
    ...unusedOf(projects, 'project', 'UNUSED_PROJECT'),
    ...unusedOf(agencies, 'agencyId', 'UNUSED_AGENCY'),
  ];
}
