import type { ImapFlow } from 'imapflow';
import type { Position } from '#server/channels/email/lease-store.ts';
import { Trouble } from '#server/channels/email/trouble.ts';

/** By this keyword a person sees in their own program what Belay has taken. */
const KEYWORD = 'Belay';
const MARK_AT_ONCE = 200;

export interface Marking {
  /** A folder that what was taken is moved to; null = it stays and is marked. */
  moveTo: string | null;
}

/** Marks what the ledger has, or moves it to its folder, which is made when it is not there. Nothing is ever deleted. */
export const markAll = async (client: ImapFlow, { moveTo }: Marking, uids: readonly number[]): Promise<void> => {
  for (let from = 0; from < uids.length; from += MARK_AT_ONCE) {
    const range = uids.slice(from, from + MARK_AT_ONCE).join(',');
    await client.messageFlagsAdd(range, ['\\Seen', KEYWORD], { uid: true });
    if (moveTo !== null) await move(client, range, moveTo);
  }
};

const move = async (client: ImapFlow, range: string, folder: string): Promise<void> => {
  const moved = async () => (await client.messageMove(range, folder, { uid: true })) !== false;
  if (await moved().catch(() => false)) return;
  await client.mailboxCreate(folder);
  if (!(await moved())) throw new Trouble('folder', `mail cannot be moved to ${folder}`);
};

/** What a crash left between the ledger and the mark: messages the ledger has that are not marked yet. */
export const markLeftOver = async (
  client: ImapFlow,
  marking: Marking,
  { lastUid }: Position,
  kept: (uids: readonly number[]) => Promise<number[]>,
): Promise<void> => {
  if (lastUid === 0) return;
  const found = (await client.search({ uid: `1:${lastUid}`, ...unmarked(client, marking) }, { uid: true })) || [];
  const known = await kept(found.filter((uid) => uid <= lastUid));
  await markAll(client, marking, known);
};

const unmarked = (client: ImapFlow, { moveTo }: Marking) => {
  if (moveTo !== null) return {};
  const flags = client.mailbox === false ? undefined : client.mailbox.permanentFlags;
  const takesKeywords = flags === undefined || flags.has('\\*') || flags.has(KEYWORD);
  return takesKeywords ? { unKeyword: KEYWORD } : { seen: false };
};
