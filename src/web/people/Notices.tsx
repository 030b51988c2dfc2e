import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Notice } from '#contract/notice.ts';
import { t, tCode } from '#web/app/i18n.ts';
import { noticesQuery, seeNotices } from '#web/people/queries.ts';
import { Button } from '#web/ui/Button.tsx';
import { Moment } from '#web/ui/Moment.tsx';

const NONE: Notice[] = [];
/** Narrower than this there is no room beside the rail. */
const BESIDE = '(width >= 660px)';

/** What this person was told, newest first, each leading to its ticket. */
export function Notices() {
  const [isOpen, setOpen] = useState(false);
  const client = useQueryClient();
  const { data } = useQuery(noticesQuery);
  const see = useMutation({
    mutationFn: seeNotices,
    onSettled: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
  const items = data?.items ?? NONE;
  const unseen = data?.unseen ?? 0;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="rail-item w-full">
        <Bell className="icon" aria-hidden="true" />
        {t('web.notice.title')}
        {unseen > 0 && (
          <span className="rail-count" data-new="true">
            {t('web.notice.unseen', { count: unseen })}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu w-[360px] p-0"
          side={matchMedia(BESIDE).matches ? 'right' : 'bottom'}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t('web.notice.title')}
        >
          <div className="flex items-center gap-2 border-b border-line px-3 py-2">
            <h3 className="me-auto text-13">{t('web.notice.title')}</h3>
            {unseen > 0 && (
              <Button
                size="small"
                kind="ghost"
                onClick={() => see.mutate(items.filter((one) => one.unseen > 0).map((one) => one.id))}
              >
                {t('web.notice.see_all')}
              </Button>
            )}
          </div>
          {items.length === 0 && <p className="p-4 text-13 text-muted">{t('web.notice.none')}</p>}
          <ul>
            {items.map((notice) => (
              <li key={notice.id} className="border-b border-line last:border-0">
                <NoticeLine notice={notice} onOpen={() => setOpen(false)} />
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const NoticeLine = ({ notice, onOpen }: { notice: Notice; onOpen: () => void }) => (
  <Link
    to="/t/$ticketId"
    params={{ ticketId: notice.ticketId }}
    onClick={onOpen}
    className="notice-line"
    data-unseen={notice.unseen > 0 || undefined}
  >
    <span className="flex gap-2">
      <span className="cut me-auto font-medium">
        {tCode(`web.notice.kind.${notice.kind}`, 'web.notice.kind.other', { kind: notice.kind })}
      </span>
      {notice.unseen > 1 && (
        <span className="text-12 text-muted">{t('web.notice.more', { count: notice.unseen - 1 })}</span>
      )}
      <Moment at={notice.at} className="text-12 text-muted" />
    </span>
    <span className="cut text-muted">{t('web.notice.ticket', { number: notice.number, subject: notice.subject })}</span>
  </Link>
);
