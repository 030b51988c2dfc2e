import type { Database } from '#server/platform/db/database.ts';
import type { Seal } from '#server/platform/sealed.ts';
import { putSealed, readConnections, secretPlace, type KeptServer } from './connection-store.ts';

/** Seals passwords anew that an older secret of this installation sealed, so that it is needed no longer. How many mailboxes. */
export const resealConnections = (db: Pick<Database, 'withTransaction'>, seal: Seal): Promise<number> =>
  db.withTransaction(async (tx) => {
    let count = 0;
    for (const kept of await readConnections(tx)) {
      const anew = (server: KeptServer | null, kind: 'imap' | 'smtp'): string | null => {
        const sealed = server?.sealed ?? null;
        if (sealed === null || seal.isCurrent(sealed)) return sealed;
        const words = seal.open(sealed, secretPlace(kept.mailboxId, kind));
        return words === null ? sealed : seal.seal(words, secretPlace(kept.mailboxId, kind));
      };
      const [imap, smtp] = [anew(kept.imap, 'imap'), anew(kept.smtp, 'smtp')];
      if (imap === (kept.imap?.sealed ?? null) && smtp === (kept.smtp?.sealed ?? null)) continue;
      await putSealed(tx, kept, imap, smtp);
      count += 1;
    }
    return count;
  });
