import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { DialogFoot, RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { useGiveBack, type GiveBack } from '#web/escalation/use-give-back.ts';
import { Key } from '#web/ui/Key.tsx';

export type GiveBackKind = 'return' | 'hand_back';

const WORDS = {
  return: {
    title: 'web.return.title',
    text: 'web.return.text',
    placeholder: 'web.return.placeholder',
    do: 'web.return.do',
  },
  hand_back: {
    title: 'web.hand_back.title',
    text: 'web.hand_back.text',
    placeholder: 'web.hand_back.placeholder',
    do: 'web.hand_back.do',
  },
} as const;

interface Props {
  kind: GiveBackKind;
  ticket: TicketDetail;
  escalation: EscalationView;
  onClose: () => void;
}

/** Giving up what one was called for, or what one holds: why, in a digit, and a few words. */
export function GiveBackDialog({ kind, ticket, escalation, onClose }: Props) {
  const giving = useGiveBack({ kind, ticket, escalation, onDone: onClose });
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    const isTyping = event.target instanceof HTMLElement && event.target.matches('textarea, select');
    const reason = key !== null && /^[1-9]$/.test(key) && !isTyping ? giving.reasons[Number(key) - 1] : undefined;
    if (reason !== undefined) giving.pick(reason);
    else if (key === 'Mod+Enter') giving.send();
    else return;
    event.preventDefault();
  };
  return (
    <SmallDialog title={t(WORDS[kind].title)} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="grid gap-4 px-6 py-4">
        <p className="text-13 text-pretty text-muted">{t(WORDS[kind].text)}</p>
        <Reasons giving={giving} />
        {kind === 'hand_back' && <Receiver ticket={ticket} giving={giving} />}
        <label className="grid gap-1 text-13">
          {t('web.escalate.words')}
          <textarea
            className="field min-h-[72px] text-14"
            rows={3}
            maxLength={4_000}
            value={giving.words}
            placeholder={t(WORDS[kind].placeholder)}
            onChange={(event) => giving.write(event.target.value)}
          />
        </label>
        <RefusalAlert error={giving.error} />
      </div>
      <DialogFoot isPending={giving.isPending} onSend={giving.send} onClose={onClose}>
        {t(WORDS[kind].do)}
      </DialogFoot>
    </SmallDialog>
  );
}

function Reasons({ giving }: { giving: GiveBack }) {
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.querySelector<HTMLInputElement>('input')?.focus(), []);
  return (
    <fieldset ref={group} className="flex flex-wrap gap-2">
      <legend className="mb-1 text-13">{t('web.escalate.why')}</legend>
      {giving.reasons.map((reason, index) => (
        <label key={reason} className="option">
          <input
            type="radio"
            name="give-back-reason"
            className="sr-only"
            checked={giving.reason === reason}
            onChange={() => giving.pick(reason)}
          />
          <Key name={String(index + 1)} />
          {giving.nameOf(reason)}
        </label>
      ))}
      {giving.isReasonMissing && (
        <span role="alert" className="w-full text-12 text-critical">
          {t('web.give_back.why_missing')}
        </span>
      )}
    </fieldset>
  );
}

/** Who gets it: whoever is assigned, unless another is chosen. */
function Receiver({ ticket, giving }: { ticket: TicketDetail; giving: GiveBack }) {
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
        value={giving.toPersonId ?? ''}
        onChange={(event) => giving.give(event.target.value === '' ? null : Number(event.target.value))}
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
