import { Link } from '@tanstack/react-router';
import type { SearchPage } from '#contract/search.ts';
import { serverNow } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';
import { ClockChip } from '#web/sla/ClockChip.tsx';
import { rowFace } from '#web/sla/face.ts';
import { marked } from '#web/ticket/marked.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { Moment } from '#web/ui/Moment.tsx';

type Hit = SearchPage['tickets'][number];

/** One ticket that fits, with the words that made it fit. */
export function SearchHit({ hit: { row, highlights } }: { hit: Hit }) {
  const subject = highlights.find((one) => one.field === 'subject');
  const others = highlights.filter((one) => one.field !== 'subject');
  const statedAt = serverNow();
  return (
    <Link to="/t/$ticketId" params={{ ticketId: row.id }} className="search-hit">
      <span className="search-line">
        <StairGlyph tier={row.tier} escalation={row.escalation} />
        <SeverityMark severity={row.severity} bare />
        <span className="num text-13 text-muted">{t('web.ticket.number', { number: row.number })}</span>
        <span className="cut font-medium" lang={row.language}>
          {subject === undefined ? row.subject : <Marked text={subject.text} marks={subject.marks} />}
        </span>
        <span className="ms-auto flex shrink-0 items-center gap-2">
          <ClockChip face={(now) => rowFace(row, statedAt, now)} />
        </span>
      </span>
      {others.slice(0, 2).map((one) => (
        <span key={`${one.field} ${one.text}`} className="search-text" lang={row.language}>
          <Marked text={one.text} marks={one.marks} />
        </span>
      ))}
      <span className="flex flex-wrap gap-x-3 text-12 text-muted">
        <span>{row.requester.name}</span>
        <span>{row.team.name}</span>
        <span>{t(`web.status.${row.status}`)}</span>
        <Moment at={row.lastEventAt} />
      </span>
    </Link>
  );
}

const Marked = ({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) =>
  marked(text, marks).map((part) => (part.isMarked ? <mark key={part.from}>{part.text}</mark> : part.text));
