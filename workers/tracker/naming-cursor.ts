import { BadCursor } from '../../infra/postgres/read-model.js';
import { BadQuery } from './problem.js';

/** A cursor that is none of ours is a fault of the query. */
export async function namingCursor<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    throw new BadQuery([{ field: 'cursor', message: error.message }]);
  }
}
