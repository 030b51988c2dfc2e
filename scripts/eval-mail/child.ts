/** Reads files as mails, one after the other, as the parent process names them. */
import { open, type FileHandle } from 'node:fs/promises';
import { rawAttachment } from '#server/channels/email/attachments.ts';
import { describe } from '#server/channels/email/describe.ts';
import { parseMail } from '#server/channels/email/parse.ts';
import type { Outcome } from './child-pool.ts';

/** What Belay takes by default; of a larger file the beginning is read. */
const MAX_BYTES = 26_214_400;

const read = async (path: string): Promise<Buffer> => {
  const file: FileHandle = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, MAX_BYTES)), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const judge = async (path: string): Promise<Outcome> => {
  try {
    const raw = await read(path);
    const parsed = await parseMail(raw, { nullSender: false, loopMark: 'eval' });
    if (parsed.ok) return { ok: true, ...describe(parsed.message, raw) };
    // what Belay does with it: a person is shown the whole mail as a file
    return { ok: true, ...describe(unread(raw), raw) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};

const unread = (raw: Buffer) => ({
  kind: 'message' as const,
  kindWhy: null,
  messageId: null,
  identity: new Uint8Array(),
  from: null,
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  dateText: null,
  date: null,
  references: [],
  text: '',
  visibleText: '',
  html: null,
  attachments: [rawAttachment(raw)],
  bounce: null,
  ours: false,
});

process.on('message', (path: string) => {
  void judge(path).then((outcome) => process.send!({ outcome, residentMb: process.memoryUsage.rss() / 1_048_576 }));
});
