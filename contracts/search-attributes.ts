/**
 * Temporal's search attributes, the same for every case type, final (design §5). For operators:
 * lists and work-lists come from the projection. Never encrypted, so ids, codes and dates only.
 */
export const searchAttributeTypes = {
  Agency: 'KEYWORD',
  Service: 'KEYWORD',
  State: 'KEYWORD',
  Portal: 'KEYWORD',
  FiscalYear: 'KEYWORD',
  DueAt: 'DATETIME',
  Overdue: 'BOOL',
} as const;

/** Name of a search attribute. */
export type SearchAttributeName = keyof typeof searchAttributeTypes;
