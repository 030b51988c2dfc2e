import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { CommitUnknown } from '#server/platform/db/transaction.ts';
import { codeOf, isConnectionLoss } from '#server/platform/db/connection-loss.ts';
import { HttpProblem } from './problem.ts';

/** Every code that fastify itself may raise about a request, and what we say instead. */
const OF_FASTIFY: Record<string, [status: number, code: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'too_large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'unsupported_media_type'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'invalid_json'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'invalid_json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'invalid_request'],
  FST_ERR_BAD_URL: [400, 'invalid_request'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'invalid_request'],
};

/** What PostgreSQL says of text that it cannot keep, such as one with a NUL in it: only who asks can have sent it. */
const NO_TEXT = ['22021', '22P05'];

const CODES_OF_OUR_OWN = ['not_found', 'invalid_request', 'database_away', 'outcome_unknown', 'internal'] as const;

/** Every code this file can answer with: a test holds them against the words. */
export const edgeCodes: string[] = [
  ...new Set([...CODES_OF_OUR_OWN, ...Object.values(OF_FASTIFY).map(([, code]) => code)]),
];

/** Turns whatever was thrown while answering into a problem. What nobody foresaw is a 500 that says nothing inside. */
export const asProblem = (error: unknown): HttpProblem => {
  if (error instanceof HttpProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.validation);
  if (error instanceof CommitUnknown)
    return new HttpProblem(503, 'outcome_unknown', { headers: { 'retry-after': '2' } });
  if (isDatabaseAway(error)) return new HttpProblem(503, 'database_away', { headers: { 'retry-after': '2' } });
  if (NO_TEXT.includes(codeOf(error) ?? '')) return new HttpProblem(400, 'invalid_request');
  const found = OF_FASTIFY[(error as { code?: string } | null)?.code ?? ''];
  if (found !== undefined) return new HttpProblem(found[0], found[1]);
  const status = (error as { statusCode?: number } | null)?.statusCode;
  // what a library refuses with its own status: its words stay in the log
  if (status !== undefined && status >= 400 && status < 500) return new HttpProblem(status, 'invalid_request');
  return new HttpProblem(500, 'internal');
};

// libraries with tables of their own wrap what pg threw
const isDatabaseAway = (error: unknown, depth = 0): boolean => {
  if (isConnectionLoss(error)) return true;
  if (error instanceof Error && error.message === 'timeout exceeded when trying to connect') return true;
  return error instanceof Error && error.cause !== undefined && depth < 4 && isDatabaseAway(error.cause, depth + 1);
};

type Invalid = { instancePath: string; keyword: string; message?: string | undefined; params: object };

const invalid = (validation: readonly Invalid[]) =>
  new HttpProblem(400, 'invalid_request', {
    errors: validation.slice(0, 20).map(({ instancePath, keyword, message, params }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      // a rule of our own says its code where others say words
      ...(keyword === 'custom'
        ? { code: message ?? keyword }
        : { code: keyword, message: message ?? keyword, issue: { ...params, code: keyword } }),
    })),
  });
