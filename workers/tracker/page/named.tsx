import type { ComponentChildren } from 'preact';
import type { View } from './context.js';
import { link } from './context.js';
import type { Language, PartLabel } from './format.js';
import { inLanguage } from './format.js';

/** A name in the language of the page; one that has no English is marked as the Thai it is. */
export function Named({ label, language }: { label: PartLabel; language: Language }) {
  const text = inLanguage(label, language);
  return isForeign(label, language) ? <span lang="th">{text}</span> : <>{text}</>;
}

/** Whether a name stays Thai on an English page. */
export function isForeign(label: PartLabel, language: Language): boolean {
  return language === 'en' && label.en === undefined;
}

interface ToListProps {
  readonly view: View;
  readonly query: Readonly<Record<string, string>>;
  readonly children: ComponentChildren;
}

/** Leads to the list behind a figure. The list is of today, so a past day's figure has none. */
export function ToList({ view, query, children }: ToListProps) {
  return view.day === undefined ? (
    <a href={link(view, '/services', query)}>{children}</a>
  ) : (
    <>{children}</>
  );
}

/** A name in the language of the page; the id where nothing has named it yet. */
export function nameOr(name: PartLabel | null, id: string, language: Language): string {
  return name === null ? id : inLanguage(name, language);
}
