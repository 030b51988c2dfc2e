import { HoverCard } from 'radix-ui';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Made when it is opened. */
  details: ReactNode;
  children: ReactNode;
}

const OPEN_MS = 250;
const CLOSE_MS = 120;

/**
 * Something small that tells all about itself: under the pointer, with the focus on it, or tapped. Until then there is only
 * its button: a card that nobody has asked for would be built with every ticket that one passes.
 */
export function HoverDetails({ title, details, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const soon = (next: boolean): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), next ? OPEN_MS : CLOSE_MS);
  };
  const now = (next: boolean): void => {
    clearTimeout(timer.current);
    setOpen(next);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    // What is pointed at in the card counts here too, though it stands elsewhere on the page.
    <span
      className="clock-place"
      onPointerEnter={(event) => event.pointerType !== 'touch' && soon(true)}
      onPointerLeave={(event) => event.pointerType !== 'touch' && soon(false)}
    >
      <button
        type="button"
        className="clock-open"
        aria-describedby={isOpen ? id : undefined}
        aria-expanded={isOpen}
        onFocus={() => soon(true)}
        onBlur={() => soon(false)}
        onClick={() => now(true)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isOpen) return;
          event.stopPropagation();
          now(false);
        }}
      >
        {children}
      </button>
      {isOpen && (
        <Card id={id} title={title} onDismiss={() => now(false)}>
          {details}
        </Card>
      )}
    </span>
  );
}

interface CardProps {
  id: string;
  title: string;
  onDismiss: () => void;
  children: ReactNode;
}

const Card = ({ id, title, onDismiss, children }: CardProps) => (
  <HoverCard.Root open>
    <HoverCard.Trigger asChild>
      <span className="clock-anchor" />
    </HoverCard.Trigger>
    <HoverCard.Portal>
      <HoverCard.Content
        className="popover clock-card"
        align="start"
        sideOffset={6}
        collisionPadding={8}
        onEscapeKeyDown={onDismiss}
        onPointerDownOutside={onDismiss}
      >
        <div id={id}>
          <p className="font-medium">{title}</p>
          {children}
        </div>
      </HoverCard.Content>
    </HoverCard.Portal>
  </HoverCard.Root>
);
