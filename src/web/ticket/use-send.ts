import { useState } from 'react';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import type { WriteReply } from '#contract/act.ts';
import { Refused } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { ccAddresses } from '#web/ticket/cc-addresses.ts';
import { NOTHING, type Draft, type Mode } from '#web/ticket/drafts.ts';
import type { Act } from '#web/ticket/perform.ts';
import { refusalOf } from '#web/ticket/refusal.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';
import { useArrivals } from '#web/ticket/use-arrivals.ts';
import { deskOf, useDraft } from '#web/ticket/use-draft.ts';

/** What the ticket becomes with the reply. */
export type After = NonNullable<WriteReply['then']> | null;

export interface Sending {
  draft: Draft;
  isPending: boolean;
  /** Why it cannot be sent now, in words; null when it can. */
  refusal: string | null;
  /** What others wrote meanwhile and so holds the reply back; null when nothing does. */
  heldBackBy: readonly Message[] | null;
  send: (after?: After) => void;
  sendAnyway: () => void;
  /** Goes on writing, with what arrived read. */
  edit: () => void;
}

interface Options {
  ticket: TicketDetail;
  mode: Mode;
  meId: number;
  /** Files are still on their way. */
  isUploading: boolean;
}

/**
 * The draft of one mode and its sending. A reply is held back when somebody wrote while it was typed, by this
 * desk when it knows, else by the server. Sent again after a lost answer, the same text is the same act.
 */
export function useSend({ ticket, mode, meId, isUploading }: Options): Sending {
  const draft = useDraft(meId, ticket.id, mode);
  const desk = deskOf(meId, ticket.id);
  const act = useAct(ticket.id);
  const arrived = useArrivals(ticket.id, meId, draft.text !== '');
  const [held, setHeld] = useState<{ after: After } | null>(null);
  const ids = useCommandIds();
  const cc = mode === 'reply' ? ccAddresses(draft.cc) : { addresses: [], wrong: [] };
  const refusal = refusalOfDraft({ ticket, mode, draft, isUploading, wrongCc: cc.wrong });

  const go = (after: After, anyway: boolean): void => {
    const what = actOf(mode, draft, { cc: cc.addresses, seenMessageId: arrived.seen, anyway, after });
    act.mutate(
      { act: what, commandId: ids.idFor(JSON.stringify(what)), written: draft },
      {
        onSuccess: (done) => {
          setHeld(null);
          arrived.read();
          if (mode === 'reply' && done !== 'waits') desk.put('sent', draft);
          desk.put(mode, NOTHING);
        },
        onError: (error) => {
          if (error instanceof Refused && error.code === 'new_messages') setHeld({ after });
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return {
    draft,
    isPending: act.isPending,
    refusal,
    heldBackBy: held === null ? null : arrived.unread,
    send: (after = null) => {
      if (refusal !== null || act.isPending) return;
      if (mode === 'reply' && arrived.unread.length > 0) return setHeld({ after });
      go(after, false);
    },
    sendAnyway: () => {
      if (refusal === null && !act.isPending) go(held?.after ?? null, true);
    },
    edit: () => {
      arrived.read();
      setHeld(null);
    },
  };
}

interface Aside {
  cc: string[];
  seenMessageId: number | null;
  anyway: boolean;
  after: After;
}

/** What is sent: formatting and files only where there are any. */
function actOf(mode: Mode, draft: Draft, aside: Aside): Act {
  const said = {
    text: draft.text.trim(),
    ...(draft.html === '' ? {} : { html: draft.html }),
    ...(draft.files.length === 0 ? {} : { attachmentIds: draft.files.map((file) => file.id) }),
  };
  if (mode === 'note') return { type: 'note', ...said };
  return { type: 'reply', ...said, ...aside, ...(draft.promised === null ? {} : { hearsBy: draft.promised.at }) };
}

interface Look {
  ticket: TicketDetail;
  mode: Mode;
  draft: Draft;
  isUploading: boolean;
  wrongCc: readonly string[];
}

function refusalOfDraft({ ticket, mode, draft, isUploading, wrongCc }: Look): string | null {
  const refused = refusalOf(ticket.may[mode]);
  if (refused !== null) return refused;
  if (draft.text.trim() === '') return t('web.composer.is_empty');
  if (mode === 'reply' && draft.promised !== null && draft.promised.at <= serverNow()) return t('web.promise_by.past');
  if (isUploading) return t('web.files.on_the_way');
  if (wrongCc.length > 0) return t('web.composer.cc_wrong', { part: wrongCc[0] });
  return null;
}
