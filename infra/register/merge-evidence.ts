import type { Label } from '../../contracts/lifecycles/service/states.js';
import type { NameKeys, Slip } from './name-keys.js';
import { slipBetween } from './name-keys.js';
import { beginnings } from './near-names.js';
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

/** An agency with its name taken apart. */
export interface Compared extends AgencyToCompare {
  readonly keys: NameKeys;
  /** Its services' names as they are compared, made once and only where somebody asks. */
  readonly serviceKeys: () => readonly string[];
}

/** What two names have in common; `undefined` when nothing that is worth a person's time. */
export function evidenceFor(
  into: Compared,
  from: Compared,
): { strength: MergeStrength; evidence: MergeEvidence[] } | undefined {
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
  if (one.isShortened !== other.isShortened) {
    evidence.push(
      speaksFor(
        'abbreviation',
        'ชื่อตรงกันเมื่อเขียน สนง. เต็มเป็น สำนักงาน',
        'the names are the same once สนง. is written in full: สำนักงาน',
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

/** Many names begin with a shorter one. */
const containedMin = 10;

/** Names that are only like each other. */
function likeName(one: Compared, other: Compared): MergeEvidence[] {
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
  const slip = slipBetween(one.keys.bareTight, other.keys.bareTight);
  if (slip !== undefined) evidence.push(speaksFor('fewLetters', ...slipTexts(slip)));
  return evidence;
}

function slipTexts(slip: Slip): [th: string, en: string] {
  return slip === 'swapped'
    ? ['ชื่อต่างกันที่ตัวอักษรติดกันสลับที่', 'two letters of the names are swapped']
    : [
        `ชื่อต่างกัน ${slip} ตัวอักษร`,
        `the names differ by ${slip} ${slip === 1 ? 'letter' : 'letters'}`,
      ];
}

/** Whether a name begins with another as whole words: กรมทางหลวงชนบท does not with กรมทางหลวง. */
function beginsWith(long: Compared, short: Compared): boolean {
  const { tight } = short.keys;
  if (tight.length < containedMin || long.keys.tight === tight) return false;
  if (!long.keys.tight.startsWith(tight)) return false;
  return beginnings(plainText(long.name)).includes(tight);
}

function ministries(one: Compared, other: Compared): MergeEvidence[] {
  if (one.ministryId === null || other.ministryId === null) return [];
  const name = ({ ministry, ministryId }: Compared) => ministry ?? ministryId ?? '';
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

function services(one: Compared, other: Compared): MergeEvidence[] {
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

function speakingAgainst(one: Compared, other: Compared): MergeEvidence[] {
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
