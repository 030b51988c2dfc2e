import { useId, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import type { Draft, Mode } from '#web/ticket/drafts.ts';
import { firstName } from '#web/ticket/first-name.ts';

interface Props {
  ticket: TicketDetail;
  mode: Mode;
  draft: Draft;
  onCc: (line: string) => void;
}

/** Who will read it: the address of a reply and its copies, or colleagues only. */
export function ComposerTo({ ticket, mode, draft, onCc }: Props) {
  const [isAsked, setAsked] = useState(false);
  const id = useId();
  const isCcShown = mode === 'reply' && (isAsked || draft.cc !== '');
  return (
    <div className="composer-to">
      <span className="break-all">
        {mode === 'reply'
          ? t('web.composer.to', {
              address: [ticket.requesterEmail ?? ticket.requester.name, ...ticket.copiesTo].join(', '),
            })
          : t('web.composer.to_note', { name: firstName(ticket.requester.name) })}
      </span>
      {mode === 'reply' && !isCcShown && (
        <button type="button" className="composer-cc-button" onClick={() => setAsked(true)}>
          {t('web.composer.cc_add')}
        </button>
      )}
      {isCcShown && (
        <span className="composer-cc">
          <label htmlFor={id}>{t('web.composer.cc')}</label>
          <input
            id={id}
            type="text"
            inputMode="email"
            autoComplete="off"
            spellCheck={false}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because it was asked for
            autoFocus={isAsked}
            value={draft.cc}
            onChange={(event) => onCc(event.target.value)}
          />
        </span>
      )}
      <span className="ms-auto" role="status">
        {draft.isKept && t('web.composer.kept')}
      </span>
    </div>
  );
}
