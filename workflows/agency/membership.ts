import type {
  AgencyAnswer,
  AgencyCommand,
  AgencyDecision,
  AgencyView,
  MemberWord,
} from '../../contracts/commands/agency/messages.js';
import type { AgencyStanding } from '../../contracts/lifecycles/agency/decide.js';

/** What of it an agency takes from one run to the next. */
export interface CarriedMembership {
  readonly merged: AgencyView['merged'];
  readonly members: Readonly<Record<string, MemberWord>>;
  readonly left: Readonly<Record<string, number>>;
  readonly decisions: readonly AgencyDecision[];
  readonly recent: readonly Recent[];
  readonly said: number;
}

interface Recent {
  readonly key: string;
  readonly answer: AgencyAnswer;
}

/** How many accepted commands are remembered (design §5). */
const recentMax = 64;

/**
 * Where an agency belongs, and who belongs to it. What each side knows is its own: that it is merged,
 * the agency that is; who is merged into it, the other (ADR 22).
 */
export class Membership {
  merged: AgencyView['merged'];
  /** A decision that asks the other agency has begun. */
  isBusy = false;
  private members: Record<string, MemberWord>;
  /** Numbers of the last words of those who left. */
  private left: Record<string, number>;
  private decisions: readonly AgencyDecision[];
  private recent: readonly Recent[];
  private said: number;

  constructor(carried?: CarriedMembership) {
    this.merged = carried?.merged ?? null;
    this.members = { ...carried?.members };
    this.left = { ...carried?.left };
    this.decisions = carried?.decisions ?? [];
    this.recent = carried?.recent ?? [];
    this.said = carried?.said ?? 0;
  }

  /** How the agency stands now, for the rules. */
  standing(agencyId: string, isNamed: boolean): AgencyStanding {
    const { merged, isBusy, refused } = this;
    const members = Object.keys(this.members).sort();
    return { agencyId, isNamed, merged, members, isBusy, refused };
  }

  /** What was decided under a key. */
  recall({ key }: AgencyCommand): AgencyAnswer | undefined {
    return this.recent.find((one) => one.key === key)?.answer;
  }

  /** Keeps a decision, with who decided and why. */
  keep({ key, by, reason }: AgencyCommand, answer: AgencyAnswer): void {
    this.decisions = [...this.decisions, { ...answer, by, reason }];
    this.recent = [...this.recent, { key, answer }].slice(-recentMax);
  }

  /** The next word of this agency to the one that it is merged into. */
  say(kind: MemberWord['kind'], agencyId: string, owed: MemberWord['owed']): MemberWord {
    this.said += 1;
    return { kind, agencyId, number: this.said, owed };
  }

  /** Takes a member's word; the same again, or what is older, changes nothing. */
  hear(word: MemberWord): void {
    const { agencyId, kind, number } = word;
    const heard = this.members[agencyId]?.number ?? this.left[agencyId] ?? 0;
    if (number <= heard) return;
    const { [agencyId]: known, ...others } = this.members;
    if (kind === 'leaves') {
      this.members = others;
      this.left = { ...this.left, [agencyId]: number };
    } else if (kind === 'joins' || known !== undefined) {
      this.members = { ...others, [agencyId]: word };
    }
  }

  /** Whether a word that joins has been taken already. */
  knows({ agencyId, number }: MemberWord): boolean {
    return (this.members[agencyId]?.number ?? 0) >= number;
  }

  /** What the services of all members owe. */
  get owed(): MemberWord['owed'] {
    return Object.values(this.members).flatMap(({ owed }) => owed);
  }

  view(): Pick<AgencyView, 'merged' | 'members' | 'decisions'> {
    const { merged, decisions } = this;
    return { merged, members: Object.keys(this.members).sort(), decisions };
  }

  /** Everything, for the next run. */
  pack(): CarriedMembership {
    const { merged, members, left, decisions, recent, said } = this;
    return { merged, members, left, decisions, recent, said };
  }

  /** Of each other id the last decision counts: a merge lifts a refusal. */
  private get refused(): string[] {
    const last = new Map(this.decisions.map(({ into, action }) => [into, action]));
    return [...last].flatMap(([into, action]) => (action === 'refuseMerge' ? [into] : []));
  }
}
