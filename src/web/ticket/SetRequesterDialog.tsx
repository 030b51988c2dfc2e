import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

/** Whose matter it is, by their address; who is not known yet becomes known. */
export function SetRequesterDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const said = name.trim() === '' ? {} : { name: name.trim() };
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.more.set_requester')}
      text={t('web.requester.text', { name: ticket.requester.name })}
      act={() => (email.includes('@') ? { type: 'set_requester', requester: { email: email.trim(), ...said } } : null)}
      verb={t('web.requester.do')}
      done={t('web.requester.done')}
      back={() => ({ type: 'set_requester', requester: { id: ticket.requester.id } })}
      onClose={onClose}
    >
      <label className="grid gap-1 text-13">
        {t('web.new.email')}
        <input
          className="field"
          type="email"
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      <label className="grid gap-1 text-13">
        {t('web.new.name')}
        <input className="field" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
    </AskDialog>
  );
}
