import type { Problem } from '#contract/problem.ts';

/** Words for a problem's code, such as `not_found` → "There is nothing here …". */
export type ProblemWords = (code: string) => string;

type ProblemParts = {
  detail?: string;
  errors?: NonNullable<Problem['errors']>;
  headers?: Record<string, string>;
};

/** A request that is answered with a problem. Thrown at the edge only; what is behind a route returns values. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly parts: ProblemParts;
  constructor(status: number, code: string, parts: ProblemParts = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.parts = parts;
  }
}

/** What the reader may not see does not exist for them. */
export const notFound = (): HttpProblem => new HttpProblem(404, 'not_found');

/** The body of an answer (RFC 9457), as `application/problem+json`. */
export const problemBody = (problem: HttpProblem, requestId: string, words: ProblemWords): Problem => ({
  type: `urn:belay:problem:${problem.code}`,
  status: problem.status,
  code: problem.code,
  title: words(problem.code),
  ...(problem.parts.detail === undefined ? {} : { detail: problem.parts.detail }),
  ...(problem.parts.errors === undefined ? {} : { errors: problem.parts.errors }),
  requestId,
});
