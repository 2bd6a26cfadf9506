import type { z } from 'zod';
import { daysAt, versionOnTop } from '../../../contracts/calendar/changes.js';
import { calendarVersions } from '../../../contracts/calendar/holidays.js';
import type { CampaignView } from '../../../contracts/commands/calendar/campaign.js';
import type {
  CalendarCommand,
  RecordedChange,
} from '../../../contracts/commands/calendar/messages.js';
import type { CalendarAction } from '../../../contracts/lifecycles/calendar/decide.js';
import { calendarActions, decideCalendar } from '../../../contracts/lifecycles/calendar/decide.js';
import { dayInTable } from '../../../contracts/lifecycles/calendar/table-day.js';
import { isRefusal } from '../../../contracts/lifecycles/refusals.js';
import { bangkokInstant } from '../../../contracts/lifecycles/request/facts.js';
import { bodyHash, commandKey, sha256 } from '../headers.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import type { CalendarDesk } from './desk.js';
import {
  CalendarChangeAnswer,
  CalendarChangeBody,
  CampaignAnswer,
  CampaignParams,
  HolidaysAnswer,
  SteerBody,
  TrialAnswer,
  TrialQuery,
} from './shapes.js';

const tags = ['calendar'];

/** What the routes of the calendar's changes work with. */
export interface CalendarSources {
  readonly calendar: CalendarDesk;
}

/** Special holidays, declared and withdrawn by OPDC's approver, and the campaigns that follow. */
export function calendarChangeRoutes(gateway: Gateway, { calendar }: CalendarSources): void {
  for (const action of calendarActions) changeRoute(gateway, calendar, action);
  holidaysRoute(gateway, calendar);
  trialRoute(gateway, calendar);
  campaignRoute(gateway, calendar);
  for (const step of ['pause', 'resume'] as const) steerRoute(gateway, calendar, step);
}

const summaries: Record<CalendarAction, string> = {
  declareHoliday: 'Declare a special holiday: open cases are counted again (C15)',
  withdrawHoliday: 'Withdraw a special holiday before its day: open cases are counted back (C16)',
};

function changeRoute(gateway: Gateway, calendar: CalendarDesk, action: CalendarAction): void {
  gateway.post(
    `/v1/calendar/${action}`,
    {
      config: { rule: 'changeCalendar' },
      schema: {
        tags,
        summary: summaries[action],
        querystring: NoQuery,
        body: CalendarChangeBody,
        response: answering(CalendarChangeAnswer),
      },
    },
    async (httpRequest) => {
      const { date, authority, resolvedOn, nameTh, nameEn, rate } = httpRequest.body;
      const command: CalendarCommand = {
        ...{ action, date, authority, rate, resolvedOn: resolvedOn ?? null },
        actor: signedInOf(httpRequest).actor,
        name: { th: nameTh, en: nameEn },
        inTable: dayInTable(date),
        key: sha256(commandKey(httpRequest)),
        bodyHash: bodyHash(httpRequest.body),
      };
      const answer = await calendar.act(command);
      if (answer === undefined) throw noSuchCampaign('calendar');
      if ('refusal' in answer) throw Problem.refused(answer.refusal);
      const { revision, version, campaignId } = answer;
      return { date, revision, version, campaignId };
    },
  );
}

function holidaysRoute(gateway: Gateway, calendar: CalendarDesk): void {
  gateway.get(
    '/v1/calendar/holidays',
    {
      config: { rule: 'askCalendar' },
      schema: {
        tags,
        summary: 'Special holidays that were declared and withdrawn on top of the table',
        querystring: NoQuery,
        response: answering(HolidaysAnswer),
      },
    },
    async () => shownHolidays(await calendar.changes()),
  );
}

function shownHolidays(changes: readonly RecordedChange[]): z.output<typeof HolidaysAnswer> {
  const onTop = daysAt(changes);
  const standing = changes.filter(
    ({ kind, date, revision }) =>
      kind === 'declared' &&
      !changes.some((later) => later.date === date && later.revision > revision),
  );
  return {
    version: versionOnTop(calendarVersions.at(-1)?.version ?? '', onTop),
    declared: standing.map(({ date, name, authority, resolvedOn }) => ({
      ...{ date, name: { ...name }, authority, resolvedOn },
    })),
    withdrawn: [...onTop.withdrawn],
    changes: changes.toReversed().map(({ by, ...one }) => {
      const { revision, kind, date, authority, on, version, campaignId } = one;
      return { revision, kind, date, authority, on, by: by.id, version, campaignId };
    }),
  };
}

function trialRoute(gateway: Gateway, calendar: CalendarDesk): void {
  gateway.get(
    '/v1/calendar/affected',
    {
      config: { rule: 'changeCalendar' },
      schema: {
        tags,
        summary: 'What a change would do to open requests, page by page; nothing is changed',
        querystring: TrialQuery,
        response: answering(TrialAnswer),
      },
    },
    async (httpRequest) => {
      const { actor } = signedInOf(httpRequest);
      const { action, date, cursor = null } = httpRequest.query;
      const wish = { action, actor, date, inTable: dayInTable(date) };
      const answer = decideCalendar(await calendar.changes(), wish, Date.now());
      if (isRefusal(answer)) throw Problem.refused(answer);
      const { asked, total, affected, next } = await calendar.try({ action, date, cursor });
      const shown = affected.map((one) => ({ ...one, dates: one.dates.map((d) => ({ ...d })) }));
      return { asked, total, affected: shown, next };
    },
  );
}

function campaignRoute(gateway: Gateway, calendar: CalendarDesk): void {
  gateway.get(
    '/v1/calendar/campaigns/:id',
    {
      config: { rule: 'askCalendar' },
      schema: {
        tags,
        summary: 'A campaign: how far it has come, from its workflow',
        params: CampaignParams,
        querystring: NoQuery,
        response: answering(CampaignAnswer),
      },
    },
    async (httpRequest) => shownCampaign(calendar, httpRequest.params.id),
  );
}

function steerRoute(gateway: Gateway, calendar: CalendarDesk, step: 'pause' | 'resume'): void {
  gateway.post(
    `/v1/calendar/campaigns/:id/${step}`,
    {
      config: { rule: 'changeCalendar' },
      schema: {
        tags,
        summary: step === 'pause' ? 'Visit no further case' : 'Go on, at another rate if given',
        params: CampaignParams,
        querystring: NoQuery,
        body: SteerBody,
        response: answering(CampaignAnswer),
      },
    },
    async (httpRequest) => {
      commandKey(httpRequest);
      const { id } = httpRequest.params;
      const { rate } = httpRequest.body;
      const wish = { isPaused: step === 'pause', ...(rate === undefined ? {} : { rate }) };
      // One that is done has nothing to be steered: it is shown as it stands.
      await calendar.steer(id, wish);
      return shownCampaign(calendar, id);
    },
  );
}

async function shownCampaign(
  calendar: CalendarDesk,
  campaignId: string,
): Promise<z.output<typeof CampaignAnswer>> {
  const view = await calendar.campaign(campaignId);
  if (view === undefined) throw noSuchCampaign(campaignId);
  const { startedAt, doneAt, counts, unanswered, ...rest }: CampaignView = view;
  return {
    ...rest,
    counts: { ...counts },
    unanswered: [...unanswered],
    startedAt: bangkokInstant(startedAt),
    doneAt: doneAt === null ? null : bangkokInstant(doneAt),
  };
}

function noSuchCampaign(campaignId: string): Problem {
  return new Problem('notFound', {
    th: `ไม่มีการนับกำหนดเวลาใหม่ ${campaignId}`,
    en: `there is no campaign ${campaignId}`,
  });
}
