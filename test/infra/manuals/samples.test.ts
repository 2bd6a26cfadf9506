import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { regimes } from '../../../contracts/calendar/regimes.js';
import { illustrativePaths } from '../../../contracts/manuals/illustrative.js';
import { lintManual } from '../../../contracts/manuals/lint.js';
import type { Source } from '../../../contracts/manuals/manual.js';
import { sampleManuals } from '../../../infra/manuals/index.js';

const manuals = sampleManuals();
const folder = new URL('../../../infra/manuals/', import.meta.url);

/** All sources of figures below a value. */
function sourcesOf(value: unknown): Source[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    /source$/i.test(member) ? [inner as Source] : sourcesOf(inner),
  );
}

describe('the manuals of the sample', () => {
  it('are ten, each in a file that is named by its service', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(manuals).toHaveLength(10);
    expect(names.sort()).toEqual(
      manuals.map(({ serviceId }) => `${serviceId.toLowerCase()}.json`).sort(),
    );
  });

  it.each(manuals.map((manual) => [manual.serviceId, manual] as const))(
    '%s has no errors, and warnings at illustrative figures alone',
    (_, manual) => {
      const found = lintManual(manual);
      expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(found.map(({ path }) => path)).toEqual(illustrativePaths(manual));
      expect(illustrativePaths(manual).length).toBeGreaterThan(0);
    },
  );

  it('cite what can be looked up, and say what is made up in both languages', () => {
    const sources = manuals.flatMap(sourcesOf);
    expect(sources.length).toBeGreaterThan(50);
    for (const source of sources) {
      if (source.kind === 'cited') expect(source.reference).toMatch(/https:\/\/.+/);
      else expect(source.note).toMatch(/[ก-๙].* · .*(made up|from memory)/);
    }
  });

  it('do not cite what is known from memory alone', () => {
    const isCited = (id: string) =>
      manuals.find(({ serviceId }) => serviceId === id)?.processingTime.source.kind === 'cited';
    expect(['SVC1832', 'PRS7K2M9QX4TD', 'PRS3V8HC5NBWE'].map(isCited)).toEqual([true, true, true]);
    expect(['SVC2941', 'SVC1791', 'SVC0110', 'SVC0106'].some(isCited)).toBe(false);
  });

  it('are as different as the law', () => {
    expect(new Set(manuals.map(({ regime }) => regime)).size).toBe(7);
    const overdue = new Set(manuals.map(({ regime }) => regimes[regime].onOverdue));
    expect(overdue).toEqual(new Set(['NOTIFY_EVERY_7D', 'DEEMED_APPROVED', 'REMIND_ONLY']));
    expect(new Set(manuals.map(({ portal }) => portal)).size).toBe(2);
    expect(new Set(manuals.map(({ processingTime }) => processingTime.unit))).toEqual(
      new Set(['DAY', 'WORKING_DAY', 'MINUTE']),
    );
    expect(manuals.filter(({ handling }) => handling === 'agencySystem')).toHaveLength(1);
    expect(manuals.filter(({ secondTime }) => secondTime !== undefined)).toHaveLength(1);
    const missed = manuals.filter(({ correction }) => correction.ifMissed === 'struckOff');
    expect(missed.map(({ serviceId }) => serviceId)).toEqual(['SVC0106']);
  });

  it('are written in Thai and English everywhere', () => {
    const labels = (value: unknown): { th: string; en: string }[] => {
      if (typeof value !== 'object' || value === null) return [];
      if ('th' in value && 'en' in value) return [value as { th: string; en: string }];
      return Object.values(value).flatMap(labels);
    };
    for (const { th, en } of manuals.flatMap(labels)) {
      expect(th).toMatch(/[ก-๙]/);
      expect(en).not.toMatch(/[ก-๙]/);
      expect([th, en]).toEqual([th.trim(), en.trim()]);
    }
  });
});
