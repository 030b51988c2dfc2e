import type { Tx } from '#server/platform/db/transaction.ts';
import type { Seal } from '#server/platform/sealed.ts';
import { readConnection, secretPlace } from './connection-store.ts';
import { smtpMailer, type SmtpMailer } from './smtp-mailer.ts';
import { Trouble } from './trouble.ts';

/** The servers by which mailboxes send that have one of their own. */
export type OwnMailers = {
  /** null when the mailbox has none. */
  of(tx: Tx, mailboxId: number): Promise<SmtpMailer | null>;
  /** Ends the idle connections. */
  close(): void;
};

/** A password that cannot be read is not tried with an empty one: many servers lock an account after a few wrong ones. */
const UNREADABLE: SmtpMailer = {
  kind: 'smtp',
  send: async () => {
    throw new Trouble('secret_unreadable', 'the password was sealed with another secret');
  },
  close: () => {},
};

/** Connections are made when the first mail leaves, and made anew when the settings change. */
export const ownMailers = (seal: Seal): OwnMailers => {
  const open = new Map<number, { version: number; mailer: SmtpMailer }>();
  const drop = (mailboxId: number) => {
    open.get(mailboxId)?.mailer.close();
    open.delete(mailboxId);
  };
  return {
    async of(tx, mailboxId) {
      const kept = await readConnection(tx, mailboxId);
      const known = open.get(mailboxId);
      if (kept !== null && known?.version === kept.version) return known.mailer;
      drop(mailboxId);
      if (kept === null || kept.smtp === null) return null;
      const { sealed, ...server } = kept.smtp;
      const secret = sealed === null ? null : seal.open(sealed, secretPlace(mailboxId, 'smtp'));
      const mailer = sealed !== null && secret === null ? UNREADABLE : smtpMailer({ ...server, secret });
      open.set(mailboxId, { version: kept.version, mailer });
      return mailer;
    },
    close() {
      for (const mailboxId of open.keys()) drop(mailboxId);
    },
  };
};
