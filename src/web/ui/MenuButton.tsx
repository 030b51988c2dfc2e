import { DropdownMenu } from 'radix-ui';
import { useRef, useState, type ComponentProps, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';

type Props = Omit<ComponentProps<'button'>, 'ref'> & {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  align: 'start' | 'end';
  menu: ReactNode;
  children: ReactNode;
};

const OPENING_KEYS: readonly string[] = ['Enter', ' ', 'ArrowDown'];
const FIRST_ITEM = '[role^=menuitem]:not([data-disabled])';

/**
 * A button with a menu. Until the menu is opened for the first time there is nothing but the button: a ticket has half a
 * dozen of them, and a menu that nobody has asked for yet would be built with every ticket that one passes.
 */
export function MenuButton({ isOpen, onOpenChange, align, menu, children, ...button }: Props) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  const isByPointer = useRef(false);
  if (!wasOpen) {
    const open = (event: { preventDefault: () => void }, byPointer: boolean): void => {
      event.preventDefault();
      isByPointer.current = byPointer;
      onOpenChange(true);
    };
    return (
      <button
        {...button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerDown={(event) => {
          if (event.button === 0 && !event.ctrlKey) open(event, true);
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (OPENING_KEYS.includes(event.key)) open(event, false);
        }}
      >
        {children}
      </button>
    );
  }
  // The key that opens it the first time is pressed before the menu is there to know of it.
  const toFirst = (event: FocusEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || isByPointer.current) return;
    isByPointer.current = true;
    event.currentTarget.querySelector<HTMLElement>(FIRST_ITEM)?.focus({ preventScroll: true });
  };
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger {...button}>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} onFocus={toFirst}>
          {menu}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
