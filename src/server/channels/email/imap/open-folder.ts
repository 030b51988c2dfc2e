import type { ImapFlow, MailboxObject } from 'imapflow';
import { MINUTE, type Instant } from '#core/time.ts';
import type { Position } from '#server/channels/email/lease-store.ts';
import { Trouble } from '#server/channels/email/trouble.ts';

// two clocks, ours and the mail server's
const SLACK = 10 * MINUTE;

/** What a folder's opening showed: where reading begins, and whether the numbering is a new one. */
export type Opened =
  | { numbering: 'same' }
  | { numbering: 'new'; uidValidity: number; lastUid: number; rescanTo: number; from: Instant };

/** Opens the folder. Throws Trouble `folder` when it is not there. */
export const openFolder = async (client: ImapFlow, folder: string): Promise<MailboxObject> => {
  try {
    return await client.mailboxOpen(folder);
  } catch (error) {
    if (!client.usable) throw error;
    const { responseText } = error as { responseText?: string };
    throw new Trouble('folder', responseText ?? `${folder} cannot be opened`);
  }
};

/**
 * Compares a folder with how far it was read. Its numbering is new when it is read for the first time, when the server
 * says so (UIDVALIDITY), and when it has fewer numbers than were read: a server put back from a backup that does not say.
 */
export const compareNumbering = (
  { uidValidity, uidNext }: Pick<MailboxObject, 'uidValidity' | 'uidNext'>,
  position: Position,
  { fetchFrom, now }: { fetchFrom: 'now' | 'all'; now: Instant },
): Opened => {
  const validity = Number(uidValidity);
  if (position.uidValidity === null) {
    const lastUid = fetchFrom === 'now' ? uidNext - 1 : 0;
    return { numbering: 'new', uidValidity: validity, lastUid, rescanTo: 0, from: now };
  }
  if (validity === position.uidValidity && uidNext > position.lastUid) return { numbering: 'same' };
  return {
    numbering: 'new',
    uidValidity: validity,
    lastUid: 0,
    rescanTo: uidNext - 1,
    from: position.epochFrom ?? now,
  };
};

/**
 * Whether a message was there before the mailbox was connected and is to be left alone. Asked only of what a new
 * numbering holds from before: there the server's own date tells, and only there a wrong clock could mislead.
 */
export const isFromBefore = (
  { uid, arrivedAt }: { uid: number; arrivedAt: Instant | null },
  { epochFrom, rescanTo }: Position,
  fetchFrom: 'now' | 'all',
): boolean =>
  fetchFrom === 'now' && uid <= rescanTo && arrivedAt !== null && epochFrom !== null && arrivedAt < epochFrom - SLACK;
