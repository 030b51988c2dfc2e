import { HoverCard } from 'radix-ui';
import { useId, useState, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Made when it is opened. */
  details: ReactNode;
  children: ReactNode;
}

/** Something small that tells all about itself: under the pointer, with the focus on it, or tapped. */
export function HoverDetails({ title, details, children }: Props) {
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
            <p className="font-medium">{title}</p>
            {details}
          </div>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
