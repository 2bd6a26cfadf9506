/** How much an oddity matters: the row was refused, the text put right, or the matter only said. */
export const findingSeverities = ['refused', 'normalised', 'note'] as const;
/** How much an oddity matters. */
export type FindingSeverity = (typeof findingSeverities)[number];

/** What a finding's sentence is about, beside what stood in the cell. */
export interface FindingFacts {
  /** What became of the text, what it may have been, or what stands elsewhere. */
  readonly other?: string;
  /** Row in which the other stands. */
  readonly row?: number;
}

/** In both languages. */
export interface Text {
  readonly en: string;
  readonly th: string;
}

/** A kind of oddity. */
export interface FindingKind {
  readonly severity: FindingSeverity;
  /** What it is called, e.g. at the head of a list. */
  readonly title: Text;
  /** What was done; `{other}` and `{row}` stand for the facts. */
  readonly did: Text;
}

/** An oddity for which the row is refused. */
export function refused(title: [string, string], did: [string, string]): FindingKind {
  const [en, th] = did;
  return {
    severity: 'refused',
    title: { en: title[0], th: title[1] },
    did: { en: `row refused; ${en}`, th: `ไม่รับแถวนี้ ${th}` },
  };
}

/** An oddity that is put right. */
export function normalised(title: [string, string], did: [string, string]): FindingKind {
  return {
    severity: 'normalised',
    title: { en: title[0], th: title[1] },
    did: { en: did[0], th: did[1] },
  };
}

/** An oddity that is only said. */
export function note(title: [string, string], did: [string, string]): FindingKind {
  return { ...normalised(title, did), severity: 'note' };
}
