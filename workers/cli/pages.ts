import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type { GatewayCaller } from './gateway.js';

/** A page of a list, as the gateway gives it. */
interface PageAnswer {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** Values of a query; `undefined` ones are left out. */
export type QueryValues = Readonly<Record<string, string | undefined>>;

const pageSize = 200;

/** A list read page by page, until there are as many items as asked for. */
export async function readPages<Answer extends PageAnswer>(
  gateway: GatewayCaller,
  path: string,
  shape: z.ZodType<Answer>,
  { filter, limit }: { readonly filter: QueryValues; readonly limit: number },
): Promise<Answer> {
  const items: Answer['items'][number][] = [];
  for (let cursor: string | undefined; ;) {
    const query = new URLSearchParams({ limit: String(Math.min(pageSize, limit - items.length)) });
    for (const [name, value] of Object.entries({ ...filter, cursor })) {
      if (value !== undefined) query.set(name, value);
    }
    const page = shape.parse((await gateway.get(`${path}?${query.toString()}`)).body);
    items.push(...page.items);
    if (page.next === null || items.length >= limit) return { ...page, items };
    cursor = page.next;
  }
}

/** The value of an option that is a whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
