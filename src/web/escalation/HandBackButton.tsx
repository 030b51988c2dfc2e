import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { HandBackDialog } from '#web/escalation/GiveBackDialog.tsx';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { Button } from '#web/ui/Button.tsx';

/** Gives what one holds down again; there only for whoever holds it. */
export function HandBackButton({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const escalation = liveEscalation(ticket);
  const may = ticket.may.hand_back === null && escalation !== null;
  useKeys([
    {
      id: 'ticket.hand_back',
      title: 'web.key.hand_back',
      keys: ['h'],
      scope: 'ticket',
      when: () => may,
      run: () => setOpen(true),
    },
  ]);
  if (!may) return null;
  return (
    <>
      <Button shortcut="h" onClick={() => setOpen(true)}>
        <Undo2 className="icon" aria-hidden="true" />
        <span className="max-md:sr-only">{t('web.act.hand_back')}</span>
      </Button>
      {isOpen && <HandBack ticket={ticket} escalationId={escalation.id} onClose={() => setOpen(false)} />}
    </>
  );
}

interface HandBackProps {
  ticket: TicketDetail;
  escalationId: number;
  onClose: () => void;
}

function HandBack({ ticket, escalationId, onClose }: HandBackProps) {
  const [to, setTo] = useState<number | null>(null);
  return (
    <HandBackDialog
      ticketId={ticket.id}
      text={t('web.hand_back.text')}
      act={(why) => ({ type: 'hand_back', escalationId, ...why, ...(to === null ? {} : { toPersonId: to }) })}
      onClose={onClose}
    >
      <Receiver ticket={ticket} to={to} onPick={setTo} />
    </HandBackDialog>
  );
}

interface ReceiverProps {
  ticket: TicketDetail;
  to: number | null;
  onPick: (personId: number | null) => void;
}

/** Who gets it: whoever is assigned, unless another is chosen. */
function Receiver({ ticket, to, onPick }: ReceiverProps) {
  const { data: people } = useQuery(peopleQuery);
  const { data: me } = useQuery(meQuery);
  const isOut = (id: number): boolean => id === me?.id || ticket.excluded.some((one) => one.id === id);
  const others = people?.items.filter((one) => !isOut(one.id) && one.teamIds.includes(ticket.team.id)) ?? [];
  const { assignee } = ticket;
  const isOffered = assignee !== null && assignee.id !== me?.id;
  return (
    <label className="grid gap-1 text-13">
      {t('web.hand_back.to')}
      <select
        className="field"
        value={to ?? ''}
        onChange={(event) => onPick(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">
          {isOffered ? t('web.hand_back.to_assignee', { name: assignee.name }) : t('web.hand_back.choose')}
        </option>
        {others
          .filter((one) => one.id !== assignee?.id)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </select>
    </label>
  );
}
