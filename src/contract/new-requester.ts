import { z } from 'zod';
import { id, language } from './common.ts';

/** Somebody by their address, made known when nobody has it; or somebody Belay knows and the caller sees. */
export const newRequester = z.union([
  z.strictObject({
    email: z.email().trim().max(254),
    /** Of somebody new; who is known keeps their name and language. */
    name: z.string().trim().min(1).max(200).optional(),
    language: language.optional(),
  }),
  z.strictObject({ id }),
]);
