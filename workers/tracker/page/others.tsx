import {
  modeLabels,
  modes,
  portalLabels,
  portals,
} from '../../../contracts/lifecycles/service/states.js';
import type { Summary } from '../../../infra/postgres/read-model.js';
import { Bar } from './bars.js';
import type { View } from './context.js';
import { formatFiscalYear, formatNumber, inLanguage } from './format.js';
import { ToList } from './named.js';
import { Of } from './of.js';

/** Services by mode, portal and fiscal year of their plan. */
export function Others({ view, summary }: { view: View; summary: Summary }) {
  const { words, language } = view;
  const unknown = { key: 'notRecorded', label: words.notRecorded } as const;
  const byMode = [
    ...modes.map((key) => ({ key, label: inLanguage(modeLabels[key], language) })),
    unknown,
  ];
  const byPortal = [
    ...portals.map((key) => ({ key, label: inLanguage(portalLabels[key], language) })),
    unknown,
  ];
  return (
    <>
      <div class="columns thirds">
        <SmallTable
          view={view}
          title={words.byMode}
          filter="mode"
          rows={byMode.map((row) => ({ ...row, total: summary.modes[row.key] }))}
        />
        <SmallTable
          view={view}
          title={words.byPortal}
          filter="portal"
          rows={byPortal.map((row) => ({ ...row, total: summary.portals[row.key] }))}
        />
        <SmallTable
          view={view}
          title={words.byFiscalYear}
          filter="fiscalYear"
          rows={summary.fiscalYears.map(({ fiscalYear, total }) => ({
            key: fiscalYear === null ? 'notRecorded' : String(fiscalYear),
            label: fiscalYear === null ? words.notRecorded : formatFiscalYear(fiscalYear, language),
            total,
          }))}
        />
      </div>
      <Of view={view} population={summary.population} />
    </>
  );
}

interface SmallTableProps {
  readonly view: View;
  readonly title: string;
  readonly filter: string;
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly total: number;
  }[];
}

function SmallTable({ view, title, filter, rows }: SmallTableProps) {
  const max = Math.max(0, ...rows.map((row) => row.total));
  return (
    <div>
      <h3>{title}</h3>
      <table class="funnel small">
        <caption class="unseen">{title}</caption>
        <tbody>
          {rows.map(({ key, label, total }) => (
            <tr key={key}>
              <th scope="row">
                <ToList view={view} query={{ [filter]: key }}>
                  {label}
                </ToList>
              </th>
              <td class="graph">
                <Bar
                  value={total}
                  max={max}
                  kind={key === 'notRecorded' ? 'bar-unknown' : 'bar-known'}
                />
              </td>
              <td class="number">{formatNumber(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
