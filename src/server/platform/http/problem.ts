import type { Problem } from '#contract/problem.ts';

/** A field that is wrong. `message` is said as it is when there are no words for the code; `issue` is zod's own. */
export type FieldProblem = { path: string; code: string; message?: string; issue?: object };

/** Words for problems, in every language that is shipped. */
export type ProblemWords = {
  /** The first one is what is spoken when the caller asks for none of them. */
  languages: readonly string[];
  /** Words for a problem's code, such as `not_found` → "There is nothing here …". */
  title: (language: string, code: string) => string;
  field: (language: string, problem: FieldProblem) => string;
};

type ProblemParts = {
  detail?: string;
  errors?: FieldProblem[];
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
export const problemBody = (
  problem: HttpProblem,
  { requestId, words, language }: { requestId: string; words: ProblemWords; language: string },
): Problem => ({
  type: `urn:belay:problem:${problem.code}`,
  status: problem.status,
  code: problem.code,
  title: words.title(language, problem.code),
  ...(problem.parts.detail === undefined ? {} : { detail: problem.parts.detail }),
  ...(problem.parts.errors === undefined
    ? {}
    : {
        errors: problem.parts.errors.map((each) => ({
          path: each.path,
          code: each.code,
          message: words.field(language, each),
        })),
      }),
  requestId,
});
