import { Plus, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type FormEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

const MOST_LETTERS = 40;
const TRIGGER = { className: 'head-pick text-12 text-muted', 'aria-keyshortcuts': 'l' } as const;

/** What the ticket is marked with, and changing that. */
export function TagsField({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  const may = ticket.may.set_tags === null;
  useKeys([
    {
      id: 'ticket.tags',
      title: 'web.key.tags',
      keys: ['l'],
      scope: 'ticket',
      when: () => may,
      run: () => setOpen(true),
    },
  ]);
  const marks = ticket.tags.map((tag) => (
    <span key={tag} className="tag" dir="auto">
      {tag}
    </span>
  ));
  if (!may) return marks;
  const word = (
    <>
      <Plus className="icon size-[14px]" aria-hidden="true" />
      {t('web.tags.edit')}
    </>
  );
  // The form is built for whoever asks for it, not with every ticket that one passes.
  if (!wasOpen) {
    return (
      <>
        {marks}
        <button type="button" {...TRIGGER} aria-haspopup="dialog" aria-expanded={false} onClick={() => setOpen(true)}>
          {word}
        </button>
      </>
    );
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      {marks}
      <Popover.Trigger {...TRIGGER}>{word}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="start" sideOffset={4} aria-label={t('web.tags.title')}>
          <TagsForm ticket={ticket} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function TagsForm({ ticket }: { ticket: TicketDetail }) {
  const act = useUndoable(ticket.id);
  const [word, setWord] = useState('');
  const set = (tags: readonly string[], done: string): void =>
    act({ type: 'tags', tags }, done, { type: 'tags', tags: ticket.tags });
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const tag = word.trim().toLowerCase();
    setWord('');
    if (tag !== '' && !ticket.tags.includes(tag)) set([...ticket.tags, tag], t('web.tags.added', { tag }));
  };
  return (
    <form className="grid gap-2" onSubmit={add}>
      <label className="grid gap-1 text-12 text-muted">
        {t('web.tags.add')}
        <span className="flex gap-2">
          <input
            className="field"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because it was asked for
            autoFocus
            maxLength={MOST_LETTERS}
            value={word}
            dir="auto"
            onChange={(event) => setWord(event.target.value)}
          />
          <Button type="submit" size="small">
            {t('web.tags.add_do')}
          </Button>
        </span>
      </label>
      {ticket.tags.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {ticket.tags.map((tag) => (
            <li key={tag} className="tag">
              <span dir="auto">{tag}</span>
              <button
                type="button"
                className="tag-drop"
                aria-label={t('web.tags.remove', { tag })}
                onClick={() =>
                  set(
                    ticket.tags.filter((one) => one !== tag),
                    t('web.tags.removed', { tag }),
                  )
                }
              >
                <X className="icon" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
