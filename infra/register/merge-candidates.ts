import type { AgencyMap } from '../../contracts/agency-map.js';
import { allAgencyIds, standsForItself } from '../../contracts/agency-map.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';
import type { NameKeys } from './name-keys.js';
import { editDistance, nameKeys, unmarkedName } from './name-keys.js';
import { plainText } from './tidy.js';

/** An agency id with what the register says of it, as far as it tells whose it is. */
export interface AgencyToCompare {
  readonly agencyId: string;
  readonly name: string;
  readonly ministryId: string | null;
  readonly ministry: string | null;
  /** How many services it has. */
  readonly services: number;
  /** Names of its services, where they are at hand. */
  readonly serviceNames?: readonly string[];
}

/** What speaks for one organisation under two ids, or against it. */
export interface MergeEvidence extends Label {
  readonly code:
    | 'sameName'
    | 'sameLetters'
    | 'abbreviation'
    | 'parentheses'
    | 'sameAbbreviation'
    | 'contained'
    | 'fewLetters'
    | 'sameMinistry'
    | 'sameServices'
    | 'otherMinistry'
    | 'otherAbbreviation'
    | 'namesSeveral';
  readonly speaks: 'for' | 'against';
}

/**
 * strong: the same name, however it is written, in one ministry. likely: so too, with something
 * against it. weak: names that are only like each other.
 */
export type MergeStrength = 'strong' | 'likely' | 'weak';

/** Two ids that may be one organisation's: a proposal for a person, who decides. */
export interface MergeProposal {
  /** The id that would stand. */
  readonly into: string;
  readonly from: string;
  readonly names: { readonly into: string; readonly from: string };
  readonly services: { readonly into: number; readonly from: number };
  readonly strength: MergeStrength;
  readonly evidence: readonly MergeEvidence[];
  /** Why this id would stand. */
  readonly stands: Label;
}

/** What was decided before. */
export interface Decided {
  /** Ids that are merged now propose nothing among themselves. */
  readonly map: AgencyMap;
  /** The moment, RFC 3339, UTC. */
  readonly at: string;
  /** Pairs that were refused, in either order: they are not proposed again. */
  readonly refused: readonly { readonly from: string; readonly into: string }[];
}

const strengths: readonly MergeStrength[] = ['strong', 'likely', 'weak'];

/**
 * Which ids may be one organisation's, with the evidence for each pair. It merges nothing. Of several
 * ids the one with the most services stands, then the lower; the others are proposed into it, so that
 * whatever is accepted, no chain comes of it. Pure, and in the same order whichever order the
 * agencies come in.
 */
export function mergeCandidates(
  agencies: readonly AgencyToCompare[],
  decided: Decided = { map: [], at: '', refused: [] },
): MergeProposal[] {
  const { map, at, refused } = decided;
  const members = agencies
    // Of an id that is merged the one that stands speaks.
    .filter(({ agencyId }) => standsForItself(agencyId, at, map))
    .map((agency) => ({
      ...agency,
      keys: nameKeys(agency.name),
      serviceKeys: onceMade(() => (agency.serviceNames ?? []).map(unmarkedName)),
      isHost: allAgencyIds([agency.agencyId], at, map).length > 1,
    }))
    .sort(rank);
  const pairs: Pair[] = [];
  // Every pair of hundreds: no closure, no list for each.
  for (const [index, into] of members.entries()) {
    for (let next = index + 1; next < members.length; next += 1) {
      const from = members[next];
      const found = from === undefined ? undefined : compare(into, from);
      if (from !== undefined && found !== undefined) pairs.push({ into, from, ...found });
    }
  }
  const decidedPairs = new Set(refused.map(({ from, into }) => pairKey(from, into)));
  const isOpen = ({ into, from }: Pair) => !decidedPairs.has(pairKey(from.agencyId, into.agencyId));
  return standing(pairs.filter(isOpen), isOpen)
    .map(toProposal)
    .sort((a, b) => order(a) - order(b) || (a.into + a.from < b.into + b.from ? -1 : 1));
}

interface Known extends AgencyToCompare {
  readonly keys: NameKeys;
  /** Its services' names as they are compared, made once and only where somebody asks. */
  readonly serviceKeys: () => readonly string[];
  /** Others are merged into it already. */
  readonly isHost: boolean;
}

interface Pair {
  readonly into: Known;
  readonly from: Known;
  readonly strength: MergeStrength;
  readonly evidence: MergeEvidence[];
}

function onceMade<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/** Who stands comes first: who has others merged into it already, then the most services, the lower id. */
function rank(a: Known, b: Known): number {
  const hosts = Number(b.isHost) - Number(a.isHost);
  return hosts || b.services - a.services || (a.agencyId < b.agencyId ? -1 : 1);
}

/** A pair in either order. */
function pairKey(one: string, other: string): string {
  return one < other ? `${one},${other}` : `${other},${one}`;
}

/**
 * Of what is surely the same name each id once, into the one that stands; of what is only like it, the
 * ones that stand.
 */
function standing(pairs: readonly Pair[], isOpen: (pair: Pair) => boolean): Pair[] {
  const heads = new Map<string, Known>();
  const kept = pairs.filter(({ strength, into, from }) => {
    if (strength === 'weak' || heads.has(from.agencyId) || heads.has(into.agencyId)) return false;
    heads.set(from.agencyId, into);
    return true;
  });
  const headOf = (known: Known) => heads.get(known.agencyId) ?? known;
  const met = new Set<string>();
  for (const pair of pairs.filter(({ strength }) => strength === 'weak')) {
    const [into, from] = [headOf(pair.into), headOf(pair.from)].sort(rank);
    if (into === undefined || from === undefined || into === from) continue;
    const ids = `${into.agencyId} ${from.agencyId}`;
    const open = { ...pair, into, from };
    if (!met.has(ids) && isOpen(open)) kept.push(open);
    met.add(ids);
  }
  return kept;
}

function order({ strength }: MergeProposal): number {
  return strengths.indexOf(strength);
}

function toProposal({ into, from, strength, evidence }: Pair): MergeProposal {
  return {
    into: into.agencyId,
    from: from.agencyId,
    names: { into: into.name, from: from.name },
    services: { into: into.services, from: from.services },
    strength,
    evidence,
    stands: standsBecause(into, from),
  };
}

function standsBecause(into: Known, from: Known): Label {
  if (into.services < from.services) {
    return {
      th: `${into.agencyId} คงอยู่ เพราะมีรหัสอื่นรวมเข้าอยู่แล้ว`,
      en: `${into.agencyId} stands: others are merged into it already`,
    };
  }
  return into.services > from.services
    ? {
        th: `${into.agencyId} คงอยู่ เพราะมีงานบริการมากกว่า (${into.services} ต่อ ${from.services})`,
        en: `${into.agencyId} stands: it has more services (${into.services} to ${from.services})`,
      }
    : {
        th: `${into.agencyId} คงอยู่ เพราะมีงานบริการเท่ากัน (${into.services}) และเป็นรหัสที่น้อยกว่า`,
        en: `${into.agencyId} stands: as many services (${into.services}), and the lower id`,
      };
}

// --- Evidence -----------------------------------------------------------------------------------

/** What two names have in common; `undefined` when nothing that is worth a person's time. */
function compare(into: Known, from: Known): Pick<Pair, 'strength' | 'evidence'> | undefined {
  const written = sameName(into.keys, from.keys);
  const alike = written.length > 0 ? [] : likeName(into, from);
  if (written.length + alike.length === 0) return undefined;
  const against = speakingAgainst(into, from);
  const evidence = [...written, ...alike, ...ministries(into, from), ...services(into, from)];
  const isDoubtful = [...evidence, ...against].some(({ speaks }) => speaks === 'against');
  // Sister offices offer the same services under names of one letter's difference (ตรัง, ตราด): what
  // is only alike stays weak, whatever else speaks for it.
  const strength = written.length === 0 ? 'weak' : isDoubtful ? 'likely' : 'strong';
  return { strength, evidence: [...evidence, ...against] };
}

/** The same name, written differently. */
function sameName(one: NameKeys, other: NameKeys): MergeEvidence[] {
  if (one.bare !== other.bare) return [];
  const evidence: MergeEvidence[] = [];
  if (one.bareTight !== other.bareTight) {
    evidence.push(
      speaksFor(
        'sameLetters',
        'ชื่อตรงกันเมื่อจัดสระและวรรณยุกต์ที่เลื่อนหรือซ้ำจากการคัดจาก PDF',
        "the names are the same once the marks that a PDF's text has moved or doubled are put right",
      ),
    );
  }
  const abbreviations = [...new Set([...one.abbreviations, ...other.abbreviations])].join(', ');
  if (one.abbreviations.join() !== other.abbreviations.join()) {
    evidence.push(
      speaksFor(
        'abbreviation',
        `ชื่อตรงกันโดยมีอักษรย่อ (${abbreviations}) ต่อท้าย`,
        `the names are the same but for an abbreviation (${abbreviations})`,
      ),
    );
  }
  const others = [...new Set([...one.others, ...other.others])].join(', ');
  if (one.others.join() !== other.others.join()) {
    evidence.push(
      speaksFor(
        'parentheses',
        `ชื่อตรงกันโดยมีวงเล็บ (${others})`,
        `the names are the same but for what stands in parentheses (${others})`,
      ),
    );
  }
  if (evidence.length > 0) return evidence;
  return [
    speaksFor(
      'sameName',
      'ชื่อตรงกันเมื่อตัดช่องว่างและอักขระที่มองไม่เห็น',
      'the names are the same without spaces and characters that cannot be seen',
    ),
  ];
}

/** Texts that are shorter differ by a letter only too easily. */
const comparedMin = 10;

/** Names that are only like each other. */
function likeName(one: Known, other: Known): MergeEvidence[] {
  const evidence: MergeEvidence[] = [];
  const shared = one.keys.abbreviations.find((text) => other.keys.abbreviations.includes(text));
  if (shared !== undefined) {
    evidence.push(
      speaksFor(
        'sameAbbreviation',
        `อักษรย่อเดียวกัน (${shared})`,
        `the same abbreviation (${shared})`,
      ),
    );
  }
  const isLonger = one.keys.tight.length > other.keys.tight.length;
  const [short, long] = isLonger ? [other, one] : [one, other];
  if (beginsWith(long, short)) {
    evidence.push(
      speaksFor(
        'contained',
        `ชื่อของ ${long.agencyId} ขึ้นต้นด้วยชื่อของ ${short.agencyId}`,
        `the name of ${long.agencyId} begins with that of ${short.agencyId}`,
      ),
    );
  }
  const { bareTight: text } = one.keys;
  const max = text.length < 2 * comparedMin ? 1 : 2;
  const distance =
    text.length < comparedMin ? undefined : editDistance(text, other.keys.bareTight, max);
  if (distance !== undefined) {
    evidence.push(
      speaksFor(
        'fewLetters',
        `ชื่อต่างกัน ${distance} ตัวอักษร`,
        `the names differ by ${distance} ${distance === 1 ? 'letter' : 'letters'}`,
      ),
    );
  }
  return evidence;
}

/** Whether a name begins with another as whole words: กรมทางหลวงชนบท does not with กรมทางหลวง. */
function beginsWith(long: Known, short: Known): boolean {
  const { tight } = short.keys;
  if (tight.length < comparedMin || long.keys.tight === tight) return false;
  if (!long.keys.tight.startsWith(tight)) return false;
  const words = plainText(long.name).replaceAll('(', ' (').split(' ');
  return words.some((_word, index) => words.slice(0, index).join('') === tight);
}

function ministries(one: Known, other: Known): MergeEvidence[] {
  if (one.ministryId === null || other.ministryId === null) return [];
  const name = ({ ministry, ministryId }: Known) => ministry ?? ministryId ?? '';
  return one.ministryId === other.ministryId
    ? [speaksFor('sameMinistry', `สังกัดเดียวกัน (${name(one)})`, `the same ministry (${name(one)})`)]
    : [
        speaksAgainst(
          'otherMinistry',
          `ต่างสังกัด (${name(one)} และ ${name(other)})`,
          `different ministries (${name(one)} and ${name(other)})`,
        ),
      ];
}

function services(one: Known, other: Known): MergeEvidence[] {
  const names = new Set(one.serviceKeys());
  const keys = other.serviceKeys();
  const shared = (other.serviceNames ?? []).filter((_, index) => names.has(keys[index] ?? ''));
  const [first] = shared;
  if (first === undefined) return [];
  const { length: count } = shared;
  return [
    speaksFor(
      'sameServices',
      `มีงานบริการชื่อเดียวกัน ${count} รายการ เช่น ${first}`,
      `${count} ${count === 1 ? 'service' : 'services'} of the same name, e.g. ${first}`,
    ),
  ];
}

function speakingAgainst(one: Known, other: Known): MergeEvidence[] {
  const evidence: MergeEvidence[] = [];
  const [own, others] = [one.keys.abbreviations, other.keys.abbreviations];
  if (own.length > 0 && others.length > 0 && !own.some((text) => others.includes(text))) {
    const both = [...own, ...others].join(', ');
    evidence.push(
      speaksAgainst(
        'otherAbbreviation',
        `อักษรย่อต่างกัน (${both})`,
        `different abbreviations (${both})`,
      ),
    );
  }
  const joint = [one, other].find(({ keys }) => keys.isSeveral);
  if (joint !== undefined && one.keys.isSeveral !== other.keys.isSeveral) {
    evidence.push(
      speaksAgainst(
        'namesSeveral',
        `${joint.agencyId} เป็นชื่อของหลายหน่วยงานรวมกัน`,
        `${joint.agencyId} names several organisations together`,
      ),
    );
  }
  return evidence;
}

function speaksFor(code: MergeEvidence['code'], th: string, en: string): MergeEvidence {
  return { code, speaks: 'for', th, en };
}

function speaksAgainst(code: MergeEvidence['code'], th: string, en: string): MergeEvidence {
  return { code, speaks: 'against', th, en };
}
