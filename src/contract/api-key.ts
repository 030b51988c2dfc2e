import { z } from 'zod';
import { SCOPES } from '#core/people/scopes.ts';
import { id, instant, personRef } from './common.ts';

export const scope = z.enum(SCOPES);

/** A key as it is listed: everything but the key. */
export const apiKey = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Whom it stands for: it never may more than they. */
  person: personRef,
  /** How the key begins. */
  start: z.string(),
  scopes: z.array(scope),
  createdAt: instant,
  expiresAt: instant.nullable(),
  /** To the minute. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyList = z.object({ items: z.array(apiKey) });
export type ApiKeyList = z.infer<typeof apiKeyList>;

export const createApiKey = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(scope)
    .min(1)
    .max(SCOPES.length)
    .transform((scopes) => [...new Set(scopes)]),
  /** Whom it shall stand for; by default whoever asks. Another person's, or a bot's, only an admin makes. */
  personId: id.optional(),
  /** When it stops working; null = never. By default in a year. */
  expiresInDays: z.number().int().min(1).max(3_650).nullable().default(365),
});
export type CreateApiKey = z.input<typeof createApiKey>;

/** The only answer that ever holds the key itself. */
export const createdApiKey = apiKey.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKey>;
