import type { Command } from 'commander';
import { Option } from 'commander';
import { answer } from '../../contracts/calendar/ask.js';
import { makeCalendar } from '../../contracts/calendar/calendar.js';
import { dateText } from '../../contracts/calendar/date-text.js';
import { hasTime } from '../../contracts/calendar/days.js';
import { CalendarError } from '../../contracts/calendar/errors.js';
import type { Step } from '../../contracts/calendar/explanation.js';
import { calendarVersions, coveredYears, holidays } from '../../contracts/calendar/holidays.js';
import { delayNotices } from '../../contracts/calendar/overdue.js';
import { dueOf, parties, units } from '../../contracts/calendar/period.js';
import { receive } from '../../contracts/calendar/receipt.js';
import { rules } from '../../contracts/calendar/rules.js';
import { sectionText } from '../../contracts/calendar/sections.js';
import { sentences } from '../../contracts/calendar/sentences.js';
import { calendarChangeCommands } from './calendar-changes.js';
import { monthPicture } from './calendar-picture.js';
import type { CliContext } from './context.js';
import { CommandFailed } from './outcome.js';
import type { Screen } from './screen.js';

interface Explain {
  readonly from?: string;
  readonly amount?: string;
  readonly unit?: string;
  readonly party?: string;
  readonly filed?: boolean;
  readonly due?: string;
  readonly finished?: string;
  readonly lang: 'th' | 'en';
  readonly json?: boolean;
}

/** `calendar explain|holidays|version`: every date, and why, without servers; and what changes it. */
export function calendarCommands(program: Command, context: CliContext): void {
  const calendar = program
    .command('calendar')
    .description('The legal calendar: due dates with their derivation, holidays, versions');
  explainCommand(calendar, context);
  holidaysCommand(calendar, context);
  versionCommand(calendar, context);
  calendarChangeCommands(calendar, context);
}

function explainCommand(calendar: Command, context: CliContext): void {
  const named = (values: readonly string[]) =>
    values.map((value) => value.toLowerCase().replaceAll('_', '-'));
  calendar
    .command('explain')
    .description('A due date and how it came about; with --json answers JSON lines of machines')
    .option('--from <when>', 'date or time of the event or filing (Asia/Bangkok unless it says)')
    .option('--amount <n>', 'how many')
    .addOption(new Option('--unit <unit>', 'of what').choices(named(units)))
    .addOption(new Option('--party <party>', 'whose duty it is').choices(named(parties)))
    .option('--no-filed', 'the time is no filing: take it as it stands')
    .option('--due <date>', 'instead: the letters of delay that are owed after this due date')
    .option('--finished <date>', 'with --due: the day on which the case was finished')
    .addOption(new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en'))
    .option('--json', 'read one question a line from standard input, answer one line each')
    .addHelpText(
      'after',
      `
Examples:
  prasan calendar explain --from 2026-04-10T17:05 --amount 7 --unit working-day --party official
  prasan calendar explain --from 2026-07-14 --amount 15 --unit day --party citizen --lang th
  prasan calendar explain --due 2026-04-23 --finished 2026-05-15
  echo '{"ask":"fiscalYear","at":"2026-11-24"}' | prasan calendar explain --json`,
    )
    .action(async (options: Explain) => {
      if (options.json === true) await answerLines(context);
      else explain(context, options);
    });
}

async function answerLines({ readInput, screen }: CliContext): Promise<void> {
  const lines = (await readInput()).replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  for (const line of lines) screen.jsonLine(answerLine(line));
}

function answerLine(line: string): object {
  try {
    return answer(parseLine(line));
  } catch (error) {
    if (error instanceof CalendarError) return { error: error.toJSON() };
    // A question too deep to be read takes no other line along; a fault of ours is one.
    if (error instanceof RangeError) return { error: unreadable().toJSON() };
    throw error;
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw unreadable();
  }
}

function unreadable(): CalendarError {
  return new CalendarError('notJson', 'question', {
    th: 'บรรทัดนี้ไม่ใช่ JSON เขียนคำถามละหนึ่งบรรทัด เช่น {"ask":"fiscalYear","at":"2026-11-24"}',
    en: 'this line is no JSON; write one question a line, e.g. {"ask":"fiscalYear","at":"2026-11-24"}',
  });
}

function explain(context: CliContext, options: Explain): void {
  const { from, amount, unit, party, lang, due } = options;
  const isComplete =
    from !== undefined && amount !== undefined && unit !== undefined && party !== undefined;
  if (!isComplete && due === undefined) {
    throw new CommandFailed(
      '--from, --amount, --unit and --party are needed, or --due (see --help)',
    );
  }
  try {
    if (isComplete) tell(context, options, { from, amount, unit, party }, lang);
    else tellLetters(context, options, lang);
  } catch (error) {
    if (error instanceof CalendarError) throw new CommandFailed(error.details[lang]);
    throw error;
  }
}

const overdue = { th: 'เกินกำหนดตั้งแต่', en: 'Overdue from' };

/** The letters of delay, each with its last day. */
function tellLetters(
  { screen }: CliContext,
  { due = '', finished }: Explain,
  lang: 'th' | 'en',
): void {
  const { answer: found, explanation } = delayNotices({ due, finishedOn: finished });
  screen.heading(`${overdue[lang]}: ${dateText(found.overdueFrom, lang)} (${found.overdueFrom})`);
  screen.line();
  sentences(explanation, lang).forEach((text, index) => screen.line(`${index + 1}. ${text}`));
  tellRules(screen, explanation, lang);
}

const byCalendar = { th: 'ปฏิทินรุ่น', en: 'calendar' };
const citedRules = { th: 'กฎและแนวการตีความที่ใช้', en: 'Rules and readings' };

/** What the sections and readings of a derivation say, each once. */
function tellRules(screen: Screen, steps: readonly Step[], lang: 'th' | 'en'): void {
  screen.line();
  screen.heading(citedRules[lang]);
  for (const id of new Set(steps.map(({ rule }) => rule))) {
    const { text, section, basis } = rules[id];
    const source = basis === 'law' ? ` (${sectionText(section, lang)})` : '';
    screen.line(`${id.padEnd(9)} ${text[lang]}${source}`);
  }
}

const bangkok = { th: 'เวลา Asia/Bangkok (+07:00)', en: 'Times are Asia/Bangkok (+07:00)' };
const due = { th: 'ครบกำหนด', en: 'Due' };

function tell(
  { screen }: CliContext,
  { filed = true }: Explain,
  asked: { from: string; amount: string; unit: string; party: string },
  lang: 'th' | 'en',
): void {
  const calendar = makeCalendar();
  const isFiling = hasTime(asked.from) && filed && asked.unit !== optionOf('ELAPSED_HOUR');
  const receipt = isFiling ? receive(calendar, inBangkok(asked.from), 'from') : undefined;
  const from = receipt?.answer.receivedAt ?? inBangkok(asked.from);
  const period = dueOf(calendar, {
    from,
    amount: Number(asked.amount),
    unit: units.find((one) => optionOf(one) === asked.unit) ?? 'DAY',
    party: parties.find((one) => optionOf(one) === asked.party) ?? 'OFFICIAL',
  });
  const explanation = [...(receipt?.explanation ?? []), ...period.explanation];
  const end = 'due' in period.answer ? period.answer.due : period.answer.dueAt;
  const time = end.length > 10 ? ` ${end.slice(11, 16)}` : '';
  screen.heading(`${due[lang]}: ${dateText(end, lang)}${time} (${end})`);
  screen.line(`${bangkok[lang]}; ${byCalendar[lang]} ${calendar.version}`);
  screen.line();
  sentences(explanation, lang).forEach((text, index) => screen.line(`${index + 1}. ${text}`));
  screen.line();
  screen.line(monthPicture(explanation, from, end, lang));
  tellRules(screen, explanation, lang);
}

function optionOf(value: string): string {
  return value.toLowerCase().replaceAll('_', '-');
}

/** A time without offset is Bangkok's. */
function inBangkok(from: string): string {
  if (!hasTime(from) || /(Z|[+-]\d{2}:\d{2})$/i.test(from)) return from;
  const short = /^(.*[+-]\d{2})(\d{2})$/.exec(from.slice(10));
  return short === null ? `${from}+07:00` : `${from.slice(0, 10)}${short[1]}:${short[2]}`;
}

const holidayHeads = {
  th: ['วันที่', 'วัน', 'วันหยุด', 'ชนิด', 'ผู้กำหนด'],
  en: ['date', 'day', 'holiday', 'kind', 'authority'],
};
const projection = { th: 'คาดการณ์', en: 'projection' };

function holidaysCommand(calendar: Command, context: CliContext): void {
  calendar
    .command('holidays <year>')
    .description('Government holidays on weekdays, with authority; the year in C.E. or B.E.')
    .addOption(new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en'))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan calendar holidays 2569 --lang th')
    .action((given: string, options: Pick<Explain, 'lang' | 'json'>) => {
      const year = Number(given) >= 2484 ? Number(given) - 543 : Number(given);
      const found = holidays.filter(({ date }) => date.startsWith(`${year}-`));
      if (found.length === 0) {
        const { from, to } = coveredYears;
        throw new CommandFailed(`The holidays of ${given} are not known; ${from} to ${to} are`);
      }
      if (options.json === true) context.screen.json(found);
      else {
        context.screen.table(
          holidayHeads[options.lang],
          found.map(({ date, name, kind, authority, isProjection }) => [
            date,
            dateText(date, options.lang),
            name[options.lang],
            isProjection === true ? `${kind} (${projection[options.lang]})` : kind,
            authority[options.lang],
          ]),
        );
      }
    });
}

function versionCommand(calendar: Command, context: CliContext): void {
  calendar
    .command('version')
    .description('Versions of the calendar: what was known when')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan calendar version')
    .action((options: Pick<Explain, 'json'>) => {
      if (options.json === true) context.screen.json(calendarVersions);
      else {
        context.screen.table(
          ['version', 'known from', 'what'],
          calendarVersions.map(({ version, knownFrom, note }) => [version, knownFrom, note.en]),
        );
      }
    });
}
