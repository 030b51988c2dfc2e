import { z } from 'zod';
import { id } from './common.ts';

const name = z.string().trim().min(1).max(200);
/** What it is to the company, in its own words, such as gold: intake rules and the matrix may ask about it. */
const tier = z.string().trim().min(1).max(80).nullable();
/** Requesters who belong to it from now on, whatever they belonged to before. */
const addRequesterIds = z.array(id).max(500).optional();

export const createOrganisation = z.strictObject({ name, tier: tier.optional(), addRequesterIds });
export const changeOrganisation = z.strictObject({ name: name.optional(), tier: tier.optional(), addRequesterIds });

export const organisation = z.object({
  id: z.number().int(),
  name: z.string(),
  tier: z.string().nullable(),
  requesters: z.number().int(),
});
export type Organisation = z.infer<typeof organisation>;
/** By name; at most 1,000. */
export const organisationList = z.object({ items: z.array(organisation) });
