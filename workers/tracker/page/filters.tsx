import {
  modeLabels,
  modes,
  portalLabels,
  portals,
  serviceStates,
  stateTable,
} from '../../../contracts/lifecycles/service/states.js';
import { isInScope } from '../../../contracts/agency-map.js';
import type { AgencyRow } from '../../../infra/postgres/read-model.js';
import type { ListQuery } from '../query.js';
import type { View } from './context.js';
import { link } from './context.js';
import type { PartLabel } from './format.js';
import { formatFiscalYear, inLanguage } from './format.js';
import { isForeign } from './named.js';

/** What the filters of the list show. */
export interface FiltersProps {
  readonly view: View;
  readonly query: ListQuery;
  readonly agencies: readonly AgencyRow[];
  /** Fiscal years of any plan, Buddhist era. */
  readonly fiscalYears: readonly number[];
}

/** The filters of the list of services: a plain form, so that its address can be kept. */
export function Filters(props: FiltersProps) {
  const { view, query } = props;
  const { words, language } = view;
  return (
    <form class="filters" method="get" action="/services" role="search" aria-label={words.filter}>
      <p class="text">
        <label for="text">{words.search}</label>
        <input
          type="search"
          id="text"
          name="text"
          value={query.text ?? ''}
          maxLength={200}
          placeholder={words.searchHint}
        />
      </p>
      <Choice
        view={view}
        name="state"
        label={words.state}
        value={query.state?.[0]}
        options={serviceStates.map((state) => option(state, stateTable[state].label, view))}
      />
      <Choice
        view={view}
        name="ministry"
        label={words.ministry}
        value={query.ministry}
        options={ministryOptions(props)}
      />
      <AgencyChoice {...props} />
      <PlanChoices {...props} />
      {language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <p class="buttons">
        <button type="submit">{words.apply}</button>
        <a href={link(view, '/services')}>{words.clear}</a>
      </p>
    </form>
  );
}

/** What the service's own plan and the live checks say. */
function PlanChoices({ view, query, fiscalYears }: FiltersProps) {
  const { words } = view;
  const unknown = { value: 'notRecorded', label: words.notRecorded };
  return (
    <>
      <Choice
        view={view}
        name="mode"
        label={words.mode}
        value={query.mode}
        options={[...modes.map((mode) => option(mode, modeLabels[mode], view)), unknown]}
      />
      <Choice
        view={view}
        name="portal"
        label={words.portal}
        value={query.portal}
        options={[...portals.map((portal) => option(portal, portalLabels[portal], view)), unknown]}
      />
      <Choice
        view={view}
        name="fiscalYear"
        label={words.fiscalYear}
        value={query.fiscalYear === undefined ? undefined : String(query.fiscalYear)}
        options={[...fiscalYears.map((year) => yearOption(year, view)), unknown]}
      />
      <Choice
        view={view}
        name="verified"
        label={words.verifiedLive}
        value={query.verified === undefined ? undefined : String(query.verified)}
        options={[
          { value: 'true', label: words.verified },
          { value: 'false', label: words.notVerified },
        ]}
      />
      <Choice
        view={view}
        name="overdue"
        label={words.due}
        value={query.overdue === undefined ? undefined : String(query.overdue)}
        options={[{ value: 'true', label: words.overdue }]}
      />
    </>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
  /** Where the label is not in the language of the page. */
  readonly lang?: string | undefined;
}

/** An option of a choice, in the language of the page. */
export function option(value: string, label: PartLabel, { language }: View): Option {
  const lang = isForeign(label, language) ? 'th' : undefined;
  return { value, label: inLanguage(label, language), lang };
}

function yearOption(year: number, { language }: View): Option {
  return { value: String(year), label: formatFiscalYear(year, language) };
}

function ministryOptions({ agencies, view }: FiltersProps): Option[] {
  const options = new Map(
    agencies.flatMap(({ ministryId, ministry }) =>
      ministryId === null || ministry === null
        ? []
        : [[ministryId, option(ministryId, ministry, view)] as const],
    ),
  );
  return sorted([...options.values()], view);
}

/** Options by their label. */
export function sorted(options: Option[], { language }: View): Option[] {
  return options.sort((a, b) => a.label.localeCompare(b.label, language));
}

interface ChoiceProps {
  readonly view: View;
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
}

/** One choice of a form; "any" when nothing is chosen. */
export function Choice({ view, name, label, value, options }: ChoiceProps) {
  return (
    <p>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{view.words.any}</option>
        {options.map((entry) => (
          <option
            key={entry.value}
            value={entry.value}
            lang={entry.lang}
            selected={entry.value === value}
          >
            {entry.label}
          </option>
        ))}
      </select>
    </p>
  );
}

/** Organisations, each by the id that stands; of the chosen ministry alone when there is one. */
function AgencyChoice({ view, query, agencies }: FiltersProps) {
  const offered = agencies.filter(
    ({ agencyId, organisation, ministryId }) =>
      isInScope(organisation, [agencyId]) &&
      (query.ministry === undefined || ministryId === query.ministry),
  );
  const organisations = new Map(agencies.map((row) => [row.agencyId, row.organisation]));
  const chosen = query.agency === undefined ? undefined : organisations.get(query.agency);
  const options = offered.map(({ agencyId, name }) => option(agencyId, name, view));
  return (
    <Choice
      view={view}
      name="agency"
      label={view.words.agency}
      value={chosen}
      options={sorted(options, view)}
    />
  );
}
