import { z } from 'zod';
import { questions } from '../../contracts/calendar/ask.js';
import type { Length, RegimeId } from '../../contracts/calendar/regimes.js';
import { lfaExclusions, regimeIds, regimes } from '../../contracts/calendar/regimes.js';
import type { Rule, RuleId } from '../../contracts/calendar/rules.js';
import { rules } from '../../contracts/calendar/rules.js';
import type { Vector } from '../../contracts/calendar/vectors/vector.js';
import { vectors } from '../../contracts/calendar/vectors/index.js';

/** The page of all rules and readings of the legal calendar, each with the vectors that show it. */
export function calendarPage(): string {
  const ids = Object.keys(rules) as RuleId[];
  const of = (basis: Rule['basis']) => ids.filter((id) => rules[id].basis === basis);
  return `# The legal calendar: rules and readings

Generated from \`contracts/calendar\` by \`npm run generate\`; not edited. What is taken from a section
is \`law\`; where the law leaves a choice, a \`reading\` of ours decides, and can be overruled in that one
place. A source marked *unchecked* is from memory and is to be checked against its text. Below each rule
stand cases worked out by hand: question, answer, derivation.

## Readings

${of('reading').map(section).join('\n\n')}

## Legal regimes

A manual names one; its own time goes before the regime's, where it gives one.

| regime | called | source | clock starts at | time | when it is up | appeal |
| --- | --- | --- | --- | --- | --- | --- |
${regimeIds.map(regimeRow).join('\n')}

The LFA is for kinds ${regimes.LFA.kinds?.join(', ') ?? ''}, unless its s.5 (*unchecked*) leaves the service out: ${Object.values(
    lfaExclusions,
  )
    .map(({ en }) => en)
    .join('; ')}.

## Law

${of('law').map(section).join('\n\n')}
`;
}

function regimeRow(id: RegimeId): string {
  const {
    name,
    section: source,
    isUnchecked,
    startsAt,
    time,
    second,
    fastTrack,
    extension,
    onOverdue,
    appeal,
  } = regimes[id];
  const length = (one: Length | undefined) =>
    one === undefined ? '' : `${one.amount} ${one.unit}`;
  const times = [length(time) || 'the manual’s', length(second)].filter((one) => one !== '');
  const longer =
    extension === undefined ? '' : `; extended ${extension.max} × ${length(extension)} at the most`;
  const fast =
    fastTrack === undefined
      ? ''
      : `; fast track ${length(fastTrack.time)}, then ${length(fastTrack.second)}`;
  return `| ${[
    `\`${id}\``,
    `${name.th} / ${name.en}`,
    `${source}${isUnchecked === true ? ', *unchecked*' : ''}`,
    startsAt === 'PAYMENT' ? 'payment' : 'receipt or completeness (C7)',
    `${times.join(', then ')}${fast}${longer}`,
    `\`${onOverdue}\``,
    `${length(appeal)}, ${appeal.section}, to ${appeal.body.en}`,
  ].join(' | ')} |`;
}

function section(id: RuleId): string {
  const { basis, section: source, text, isUnchecked }: Rule = rules[id];
  const mark = isUnchecked === true ? ', *unchecked*' : '';
  const shown = vectors.filter(({ shows }) => shows.includes(id));
  const head = [`### ${id}`, '', text.th, '', `${text.en} (\`${basis}\`, ${source}${mark})`];
  return [...head, ...(shown.length === 0 ? [] : ['', ...shown.map(line)])].join('\n');
}

function line({ question, gives, refuses, why }: Vector): string {
  const said = gives === undefined ? `refused: \`${refuses ?? ''}\`` : code(gives);
  return `- ${code(question)} → ${said}: ${why}`;
}

function code(value: object): string {
  return `\`${JSON.stringify(value)}\``;
}

/** JSON Schema of each question that a machine may ask. */
export function calendarQuestions(): object {
  return Object.fromEntries(
    Object.entries(questions).map(([ask, type]) => [
      ask,
      z.toJSONSchema(type, { target: 'draft-2020-12', io: 'input' }),
    ]),
  );
}

/** The vectors as data, for whoever counts in another language. */
export function calendarVectors(): object {
  return vectors.map(({ shows, why, question, gives, refuses }) => ({
    ...{ shows, why, question },
    ...(gives === undefined ? { refuses } : { gives }),
  }));
}
