import { codeOf } from '#server/platform/db/connection-loss.ts';
import { HttpProblem } from './problem.ts';

/** Does a write; a value that must be there only once and is there already becomes a 409 with `code`. */
export const unlessTaken = async <Result>(code: string, write: () => Promise<Result>): Promise<Result> => {
  try {
    return await write();
  } catch (error) {
    if (codeOf(error) === '23505') throw new HttpProblem(409, code);
    throw error;
  }
};
