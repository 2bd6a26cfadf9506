import type { AgencyMap } from '../../contracts/agency-map.js';
import { allAgencyIds, standsForItself } from '../../contracts/agency-map.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';
import type { AgencyToCompare, Compared, MergeEvidence, MergeStrength } from './merge-evidence.js';
import { evidenceFor } from './merge-evidence.js';
import { nameKeys, unmarkedName } from './name-keys.js';
import { nearNames } from './near-names.js';
import { plainText } from './tidy.js';

export type { AgencyToCompare, MergeEvidence, MergeStrength } from './merge-evidence.js';

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

/** So many weak proposals are worth a person's time: those for which most speaks. */
const weakMax = 300;

/** Of names that are like so many others it is enough to look at these. */
const weakPairsMax = 20_000;

/**
 * Which ids may be one organisation's, with the evidence for each pair. It merges nothing. Of several
 * ids the one with the most services stands, then the lower; the others are proposed into it, so that
 * whatever is accepted, no chain comes of it. Of weak proposals there are the 300 for which most speaks.
 * Pure, and in the same order whichever order the agencies come in.
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
      text: plainText(agency.name),
      keys: nameKeys(agency.name),
      serviceKeys: onceMade(() => (agency.serviceNames ?? []).map(unmarkedName)),
      isHost: allAgencyIds([agency.agencyId], at, map).length > 1,
    }))
    .sort(rank);
  const decidedPairs = new Set(refused.map(({ from, into }) => pairKey(from, into)));
  const isOpen: IsOpen = (into, from) => !decidedPairs.has(pairKey(from.agencyId, into.agencyId));
  const same = sameNames(members, isOpen);
  const heads = new Map(same.map(({ from, into }) => [from, into]));
  return [...same, ...likeNames(members, heads, isOpen)]
    .map(toProposal)
    .sort((a, b) => order(a) - order(b) || (a.into + a.from < b.into + b.from ? -1 : 1));
}

interface Member extends Compared {
  /** Its name with single spaces. */
  readonly text: string;
  /** Others are merged into it already. */
  readonly isHost: boolean;
}

/** Whether nobody has refused a pair. */
type IsOpen = (into: Member, from: Member) => boolean;

interface Pair {
  readonly into: Member;
  readonly from: Member;
  readonly strength: MergeStrength;
  readonly evidence: MergeEvidence[];
}

function onceMade<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/** Who stands comes first: who has others merged into it already, then the most services, the lower id. */
function rank(a: Member, b: Member): number {
  const hosts = Number(b.isHost) - Number(a.isHost);
  return hosts || b.services - a.services || (a.agencyId < b.agencyId ? -1 : 1);
}

/** A pair in either order. */
function pairKey(one: string, other: string): string {
  return one < other ? `${one},${other}` : `${other},${one}`;
}

/** Of what is surely the same name each id once, into the one that stands. */
function sameNames(members: readonly Member[], isOpen: IsOpen): Pair[] {
  const pairs: Pair[] = [];
  const joined = new Set<Member>();
  for (const group of groupsOf(members)) {
    for (const [index, into] of group.entries()) {
      if (joined.has(into)) continue;
      for (const from of group.slice(index + 1)) {
        if (joined.has(from) || !isOpen(into, from)) continue;
        const found = evidenceFor(into, from);
        if (found === undefined) continue;
        joined.add(from);
        pairs.push({ into, from, ...found });
      }
    }
  }
  return pairs;
}

function groupsOf(members: readonly Member[]): Member[][] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const { bare } = member.keys;
    const group = groups.get(bare);
    if (group === undefined) groups.set(bare, [member]);
    else group.push(member);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Of what is only like another name the ones that stand: the pairs for which most speaks. */
function likeNames(
  members: readonly Member[],
  heads: ReadonlyMap<Member, Member>,
  isOpen: IsOpen,
): Pair[] {
  const headOf = (member: Member) => heads.get(member) ?? member;
  // A name that is written the same once more says nothing new.
  const written = onceBy(members, (member) => `${headOf(member).agencyId} ${member.text}`);
  const met = new Set<string>();
  const pairs: Pair[] = [];
  for (const [one, other] of nearPairs(written)) {
    const [into, from] = [headOf(one), headOf(other)].sort(rank);
    if (into === undefined || from === undefined || into === from || !isOpen(one, other)) continue;
    const ids = pairKey(into.agencyId, from.agencyId);
    const found = met.has(ids) ? undefined : evidenceFor(one, other);
    if (found?.strength !== 'weak') continue;
    met.add(ids);
    if (isOpen(into, from)) pairs.push({ ...found, into, from });
    if (met.size >= weakPairsMax) break;
  }
  return pairs.sort((a, b) => speaking(b) - speaking(a)).slice(0, weakMax);
}

function* nearPairs(members: readonly Member[]): Generator<[Member, Member]> {
  for (const [place, later] of nearNames(members).entries()) {
    const one = members[place];
    for (const next of later) {
      const other = members[next];
      if (one !== undefined && other !== undefined) yield [one, other];
    }
  }
}

function onceBy(members: readonly Member[], keyOf: (member: Member) => string): Member[] {
  const first = new Map<string, Member>();
  for (const member of members) {
    const key = keyOf(member);
    if (!first.has(key)) first.set(key, member);
  }
  return [...first.values()];
}

/** How much speaks for a pair, less what speaks against it. */
function speaking({ evidence }: Pair): number {
  return evidence.reduce((sum, { speaks }) => sum + (speaks === 'for' ? 1 : -1), 0);
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

function standsBecause(into: Member, from: Member): Label {
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
