import type { TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';

const PATHS: Record<TicketRow['severity'], string> = {
  S1: 'M3.7.5h4.6l3.2 3.2v4.6l-3.2 3.2H3.7L.5 8.3V3.7z',
  S2: 'm6 .2 5.8 5.8L6 11.8.2 6z',
  // Points down: the upright triangle is a critical clock.
  S3: 'M6 11 .5 1h11z',
  S4: 'M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z',
};

/** How bad it is: octagon, diamond, triangle, dot; with its label unless `bare`. */
export const SeverityMark = ({ severity, bare = false }: { severity: TicketRow['severity']; bare?: boolean }) => (
  <span className="severity" data-severity={severity} title={t(`web.severity.${severity}`)}>
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[severity]} fill="currentColor" />
    </svg>
    <span className={bare ? 'sr-only' : undefined}>{severity}</span>
  </span>
);
