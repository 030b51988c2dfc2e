import type { ReactNode } from 'react';
import type { Clock } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { businessDuration, momentElsewhere, momentInFull } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { cardLines } from '#web/sla/card-lines.ts';
import { HoverDetails } from '#web/ui/HoverDetails.tsx';

interface Props {
  clock: Clock;
  /** The zone of whoever waits; null when nobody knows. */
  theirZone: string | null;
  children: ReactNode;
}

/** A chip that tells all about its clock. */
export const ClockCard = ({ clock, theirZone, children }: Props) => (
  <HoverDetails title={t(`web.clock.kind.${clock.kind}`)} details={<Lines clock={clock} theirZone={theirZone} />}>
    {children}
  </HoverDetails>
);

function Lines({ clock, theirZone }: { clock: Clock; theirZone: string | null }) {
  // Looked at again each second, drawn again only when a line says something else.
  const lines = useTick((now) =>
    JSON.stringify(
      cardLines(clock, now, {
        inFull: momentInFull,
        length: businessDuration,
        there: (at) => momentElsewhere(at, theirZone),
        cause: (each) => t(`web.clock.cause.${each}`),
      }),
    ),
  );
  return (
    <dl className="facts">
      {(JSON.parse(lines) as ReturnType<typeof cardLines>).map(([label, text]) => (
        <div key={label} className="contents">
          <dt>{t(`web.clock.card.${label}`)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
