import { useState, type FormEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';

const MOST_LETTERS = 80;

/** What the ticket is about, in the words of the company. */
export function TopicDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const act = useUndoable(ticket.id);
  const [topic, setTopic] = useState(ticket.topic);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const next = topic.trim();
    if (next !== '' && next !== ticket.topic) {
      act({ type: 'topic', topic: next }, t('web.topic.done', { topic: next }), { type: 'topic', topic: ticket.topic });
    }
    onClose();
  };
  return (
    <SmallDialog title={t('web.more.topic')} onClose={onClose}>
      <form onSubmit={save}>
        <label className="grid gap-1 px-6 py-4 text-13">
          {t('web.topic.label')}
          <input
            className="field"
            required
            maxLength={MOST_LETTERS}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
          />
        </label>
        <footer className="dialog-foot">
          <Button kind="ghost" onClick={onClose}>
            {t('web.dialog.cancel')}
          </Button>
          <Button kind="primary" type="submit">
            {t('web.topic.save')}
          </Button>
        </footer>
      </form>
    </SmallDialog>
  );
}
