import type { Label } from '../../contracts/lifecycles/service/states.js';

/**
 * What the Cabinet resolved on 4 June 2568. Nobody has published which services its figures are, so
 * they stand beside ours and in no ratio with them.
 */
export const cabinetResolution = {
  decidedOn: '2025-06-04',
  /** Services of the plan. */
  services: 2_101,
  /** Fiscal years of the plan, Buddhist era. */
  fiscalYears: { from: 2568, to: 2570 },
  /** Services linked when it was resolved. */
  linked: 182,
  sourceUrl: 'https://www.thaigov.go.th/news/contents/details/97119',
  source: {
    th: 'มติคณะรัฐมนตรี 4 มิถุนายน 2568 (ข่าวทำเนียบรัฐบาล)',
    en: 'Cabinet resolution of 4 June 2025, as announced by the Government',
  },
} as const satisfies { source: Label } & Record<string, unknown>;
