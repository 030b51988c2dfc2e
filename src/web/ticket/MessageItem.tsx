import { Lock, Mail } from 'lucide-react';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { DeliveryState } from '#web/ticket/DeliveryState.tsx';
import { firstName } from '#web/ticket/first-name.ts';
import { FormattedMail } from '#web/ticket/FormattedMail.tsx';
import { MessageFiles } from '#web/ticket/MessageFiles.tsx';
import { SplitButton } from '#web/ticket/SplitButton.tsx';
import { Moment } from '#web/ui/Moment.tsx';

interface Props {
  message: Message;
  ticket: TicketDetail;
}

/** One message, reply or internal note. */
export function MessageItem({ message, ticket }: Props) {
  const isSide = message.questionId !== null;
  // what the requester never sees looks the same, whoever said it
  const isNote = message.kind === 'note' || isSide;
  // without its first message there would be no ticket
  const isLater = message.kind === 'message' && message.at > ticket.firstContactAt;
  const maySplit = isLater && !isSide && ticket.may.split === null;
  const author = message.author ?? {
    id: 0,
    name: message.fromAddress ?? t('web.name.unknown'),
    role: 'customer' as const,
  };
  return (
    <div className="message" data-queued={message.sendsAt !== null || undefined}>
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
          {isNote && <span className="font-medium">{isSide ? sideWords(message) : t('web.message.note')}</span>}
          <Moment at={message.at} />
          <Marks message={message} />
          {isNote && (
            <span className="ms-auto text-12 max-sm:hidden">
              {t('web.message.note_hidden', { name: firstName(ticket.requester.name) })}
            </span>
          )}
          <DeliveryState message={message} ticket={ticket} />
          {maySplit && <SplitButton ticketId={ticket.id} message={message} />}
        </header>
        <Body message={message} language={isNote ? undefined : ticket.language} />
      </article>
    </div>
  );
}

const sideWords = ({ kind, to }: Message): string =>
  kind === 'question' ? t('web.message.question', { to: to.join(', ') }) : t('web.message.answer');

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
      <MessageFiles files={message.attachments} />
    </>
  );
}
