import { CornerDownRight, GitMerge, Moon, ShieldX, Wrench } from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { ApprovalLine } from '#web/approval/ApprovalLine.tsx';
import { ToTicket } from '#web/link/Links.tsx';
import { shownLegs } from '#web/leg/shown-legs.ts';
import { LegLine } from '#web/leg/LegLine.tsx';
import { QuestionLine } from '#web/question/QuestionLine.tsx';
import { HintLine } from '#web/signal/HintLine.tsx';
import { MatterLine, Press } from '#web/ticket/MatterLine.tsx';

/** What is asked, handed over, awaited or put aside on this ticket. */
export function UnderWay({ ticket }: { ticket: TicketDetail }) {
  const approvals = ticket.approvals.filter(({ status }) => status === 'pending');
  const questions = ticket.questions.filter(({ status }) => status === 'open');
  return (
    <ul className="under-way" aria-label={t('web.under_way.label')}>
      {shownLegs(ticket).map((leg) => (
        <LegLine key={`leg ${leg.id}`} ticket={ticket} leg={leg} />
      ))}
      {approvals.map((approval) => (
        <ApprovalLine key={`approval ${approval.id}`} ticket={ticket} approval={approval} />
      ))}
      {questions.map((question) => (
        <QuestionLine key={`question ${question.id}`} ticket={ticket} question={question} />
      ))}
      {ticket.hints.map((hint) => (
        <HintLine key={`hint ${hint.kind} ${hint.at}`} ticket={ticket} hint={hint} />
      ))}
      <Aside ticket={ticket} />
      <GoesOn ticket={ticket} />
    </ul>
  );
}

/** Where it is, when it is not where one works. */
function Aside({ ticket }: { ticket: TicketDetail }) {
  const { id, may, snoozedUntil, mergedInto, maintenanceUntil } = ticket;
  const worksUntil = useTick((now) => (maintenanceUntil === null ? '' : moment(maintenanceUntil, now)));
  const until = useTick((now) => (snoozedUntil === null ? '' : moment(snoozedUntil, now)));
  const label = t('web.under_way.aside');
  return (
    <>
      {snoozedUntil !== null && (
        <MatterLine icon={Moon} label={label} text={t('web.snooze.until', { until })}>
          <Press
            ticketId={id}
            act={{ type: 'end_snooze' }}
            may={may.end_snooze}
            words="web.snooze.end"
            undo={{ done: t('web.snooze.ended'), back: { type: 'snooze', until: snoozedUntil } }}
          />
        </MatterLine>
      )}
      {maintenanceUntil !== null && (
        <MatterLine icon={Wrench} label={label} text={t('web.planned_work.until', { until: worksUntil })}>
          <Press
            ticketId={id}
            act={{ type: 'end_maintenance' }}
            may={may.end_maintenance}
            words="web.planned_work.end"
            undo={{ done: t('web.planned_work.ended'), back: { type: 'begin_maintenance', until: maintenanceUntil } }}
          />
        </MatterLine>
      )}
      {mergedInto !== null && (
        <MatterLine icon={GitMerge} label={label} text={t('web.merge.into', { number: mergedInto.number })}>
          <Press
            ticketId={id}
            act={{ type: 'unmerge' }}
            may={may.unmerge}
            words="web.merge.undo"
            undo={{
              done: t('web.merge.undone', { number: mergedInto.number }),
              back: { type: 'merge', intoTicketId: mergedInto.id },
            }}
          />
        </MatterLine>
      )}
      {ticket.closedAs === 'spam' && (
        <MatterLine icon={ShieldX} label={label} text={t('web.spam.is')}>
          <Press
            ticketId={id}
            act={{ type: 'no_spam' }}
            may={may.unmark_spam}
            words="web.spam.undo"
            undo={{ done: t('web.spam.undone'), back: { type: 'spam' } }}
          />
        </MatterLine>
      )}
    </>
  );
}

/** What it goes on from, and where what was said after it had closed went. */
function GoesOn({ ticket: { follows, followUps } }: { ticket: TicketDetail }) {
  const label = t('web.link.label');
  return (
    <>
      {follows !== null && (
        <MatterLine icon={CornerDownRight} label={label} text={t('web.follow_up.of')}>
          <ToTicket other={follows} />
        </MatterLine>
      )}
      {followUps.length > 0 && (
        <MatterLine icon={CornerDownRight} label={label} text={t('web.follow_up.by', { count: followUps.length })}>
          {followUps.map((other) => (
            <ToTicket key={other.id} other={other} />
          ))}
        </MatterLine>
      )}
    </>
  );
}
