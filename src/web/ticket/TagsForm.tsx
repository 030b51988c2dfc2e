import { ChevronDown, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type SubmitEvent } from 'react';
import { MOST_TAG_LETTERS } from '#core/ticket/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  /** What any of the tickets has. */
  tags: readonly string[];
  onAdd: (tag: string) => void;
  onTake: (tag: string) => void;
}

/** Adds a tag to all selected tickets, or takes one from those that have it. */
export function TagsForm({ tags, onAdd, onTake }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [tag, setTag] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = tag.trim().toLowerCase();
    if (given === '') return;
    onAdd(given);
    setTag('');
    setOpen(false);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="button" data-size="small">
        {t('web.bulk.tags')}
        <ChevronDown className="icon size-[14px]" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu p-3"
          side="top"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('web.bulk.tags')}
        >
          <form className="grid gap-2" onSubmit={submit}>
            <label className="grid gap-1 text-13 font-medium">
              {t('web.bulk.tag_add')}
              <input
                className="field text-14 font-normal"
                value={tag}
                maxLength={MOST_TAG_LETTERS}
                onChange={(event) => setTag(event.target.value)}
              />
            </label>
            <Button type="submit" kind="primary" size="small">
              {t('web.bulk.tag_do')}
            </Button>
          </form>
          <TagsToTake
            tags={tags}
            onTake={(one) => {
              onTake(one);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const TagsToTake = ({ tags, onTake }: { tags: readonly string[]; onTake: (tag: string) => void }) =>
  tags.length === 0 ? null : (
    <ul className="mt-3 flex flex-wrap gap-1">
      {tags.map((one) => (
        <li key={one}>
          <button
            type="button"
            className="filter-chip"
            aria-label={t('web.bulk.tag_take', { tag: one })}
            onClick={() => onTake(one)}
          >
            {one}
            <X className="icon size-[12px]" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
