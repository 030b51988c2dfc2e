import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Block } from './document-blocks.ts';
import { readDocumentSource } from './document-source.ts';
import { changesSince, escalationDocument } from './document.ts';
import { documentWords } from './document-words.ts';

/** Which document somebody wants. */
export interface WantedDocument {
  language: Language;
  /** As it stood then. */
  at: Instant;
  /** With what changed since then; null: without. */
  since: Instant | null;
  /** A zone of the tz database; its moments are told in it. */
  timeZone: string;
}

/** The escalation document, with what changed in it when that is asked for. */
export const readDocument = async (tx: Tx, { language, at, since, timeZone }: WantedDocument): Promise<Block[]> => {
  const words = await documentWords(language);
  const blocks = escalationDocument(await readDocumentSource(tx, at), words, timeZone);
  if (since === null) return blocks;
  const older = escalationDocument(await readDocumentSource(tx, since), words, timeZone);
  return [...blocks, ...changesSince({ at: since, blocks: older }, blocks, words, timeZone)];
};
