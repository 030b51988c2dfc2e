import { Lock, Mail, Paperclip } from 'lucide-react';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { fileSize } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { DeliveryState } from '#web/ticket/DeliveryState.tsx';
import { FormattedMail } from '#web/ticket/FormattedMail.tsx';
import { Moment } from '#web/ui/Moment.tsx';

interface Props {
  message: Message;
  ticket: TicketDetail;
  isFirstNew: boolean;
}

/** One message, reply or internal note. */
export function MessageItem({ message, ticket, isFirstNew }: Props) {
  const isNote = message.kind === 'note';
  const author = message.author ?? {
    id: 0,
    name: message.fromAddress ?? t('web.name.unknown'),
    role: 'customer' as const,
  };
  return (
    <>
      {isFirstNew && <li className="new-line">{t('web.thread.new')}</li>}
      <li className="message">
        <Avatar person={author} />
        <article
          className={isNote ? 'note' : 'min-w-0'}
          aria-label={t(`web.message.by.${message.kind}`, { name: author.name })}
        >
          <header className="message-by">
            {isNote && <Lock className="icon size-[14px]" aria-hidden="true" />}
            <b className="font-medium" title={message.fromAddress ?? undefined}>
              {author.name}
            </b>
            {!isNote && <Mail className="icon size-[14px]" aria-hidden="true" />}
            {isNote && <span className="font-medium">{t('web.message.note')}</span>}
            <Moment at={message.at} />
            <Marks message={message} />
            {isNote && (
              <span className="ms-auto text-12 max-sm:hidden">
                {t('web.message.note_hidden', { name: firstName(ticket.requester.name) })}
              </span>
            )}
            <DeliveryState message={message} />
          </header>
          <Body message={message} language={isNote ? undefined : ticket.language} />
        </article>
      </li>
    </>
  );
}

const firstName = (name: string): string => name.split(/\s+/, 1)[0] ?? name;

/** What is unusual about a message. */
const Marks = ({ message }: { message: Message }) => (
  <>
    {message.kind === 'auto_reply' && <span className="tag">{t('web.message.auto_reply')}</span>}
    {message.kind === 'bounce' && (
      <span className="tag" data-tone="bad">
        {t('web.message.bounce')}
      </span>
    )}
    {message.idReused && (
      <span className="tag" data-tone="warn" title={t('web.message.id_reused_why')}>
        {t('web.message.id_reused')}
      </span>
    )}
    {message.cc.length > 0 && (
      <span className="cut text-12" title={message.cc.join(', ')}>
        {t('web.message.cc', { count: message.cc.length })}
      </span>
    )}
  </>
);

function Body({ message, language }: { message: Message; language: string | undefined }) {
  return (
    <>
      <p className="message-text" lang={language} dir="auto">
        {message.text === '' ? <span className="text-muted">{t('web.message.empty')}</span> : message.text}
      </p>
      {message.fullText !== '' && message.fullText !== message.text && (
        <details className="message-rest">
          <summary>{t('web.message.quote')}</summary>
          <p className="message-text text-muted" lang={language} dir="auto">
            {message.fullText}
          </p>
        </details>
      )}
      {message.hasHtml && <FormattedMail messageId={message.id} />}
      {message.attachments.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-2" aria-label={t('web.message.attachments')}>
          {message.attachments.map((file) => (
            <li key={file.id}>
              <a className="button" data-size="small" href={`/api/attachments/${file.id}`} download={file.name}>
                <Paperclip className="icon size-[14px]" aria-hidden="true" />
                <span className="cut max-w-[220px]">{file.name}</span>
                <span className="text-12 text-muted">{fileSize(file.size)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
