import { useQuery } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

interface Props {
  ticket: TicketDetail;
  escalationId: number;
  onClose: () => void;
}

/** Sends a climb up another path, from its first step. */
export function ApplyPathDialog({ ticket, escalationId, onClose }: Props) {
  const { data } = useQuery({
    queryKey: ['paths'],
    queryFn: ({ signal }) => api.get<{ items: { name: string }[] }>('/api/paths', signal),
  });
  const climbing = ticket.escalations.find(({ id }) => id === escalationId)?.path;
  const names = data?.items.map(({ name }) => name).filter((name) => name !== climbing) ?? [];
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.more.apply_path')}
      text={t('web.apply_path.text', { path: climbing ?? '' })}
      choices={{ label: t('web.apply_path.which'), of: names.map((value) => ({ value, words: value })) }}
      act={({ choice }) => (choice === null ? null : { type: 'apply_path', escalationId, path: choice })}
      verb={t('web.apply_path.do')}
      done={t('web.apply_path.done')}
      onClose={onClose}
    />
  );
}
