import { HoverCard } from 'radix-ui';
import { useId, useState, type ReactNode } from 'react';
import type { Clock } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { momentInFull, spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { cardLines } from '#web/sla/card-lines.ts';

/** A chip that tells all about its clock: under the pointer, with the focus on it, or tapped. */
export function ClockCard({ clock, children }: { clock: Clock; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <HoverCard.Root open={isOpen} onOpenChange={setOpen} openDelay={250} closeDelay={120}>
      <HoverCard.Trigger asChild>
        <button
          type="button"
          className="clock-open"
          aria-describedby={isOpen ? id : undefined}
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && isOpen) {
              event.stopPropagation();
              setOpen(false);
            }
          }}
        >
          {children}
        </button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content className="popover clock-card" align="start" sideOffset={6} collisionPadding={8}>
          <div id={id}>
            <p className="font-medium">{t(`web.clock.kind.${clock.kind}`)}</p>
            <Lines clock={clock} />
          </div>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}

function Lines({ clock }: { clock: Clock }) {
  // Looked at again each second, drawn again only when a line says something else.
  const lines = useTick((now) =>
    JSON.stringify(cardLines(clock, now, { inFull: momentInFull, length: spokenDuration })),
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
