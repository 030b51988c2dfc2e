import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { toast } from '#web/app/toasts.ts';
import { Key } from '#web/ui/Key.tsx';

interface Props {
  icon?: LucideIcon | undefined;
  /** Why it cannot be done now, in words. */
  refusal?: string | null | undefined;
  /** What it does, where its name does not say it. */
  hint?: string | undefined;
  shortcut?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
}

/** A line of a menu. One that cannot be used is greyed, is still reached by key, and says why. */
export function MenuItem({ icon: Icon, refusal, hint, shortcut, onSelect, children }: Props) {
  const below = refusal ?? hint;
  return (
    <DropdownMenu.Item
      className="menu-item"
      // greyed without being passed over; what a reader hears ends with the reason
      {...(refusal ? { 'aria-disabled': true } : {})}
      onSelect={(event) => {
        if (!refusal) return onSelect();
        event.preventDefault();
        toast(refusal, 'refused');
      }}
    >
      {Icon !== undefined && <Icon className="icon text-muted" aria-hidden="true" />}
      <span className="grid">
        <span>{children}</span>
        {below !== undefined && <span className="text-12 text-muted">{below}</span>}
      </span>
      {shortcut !== undefined && <Key name={shortcut} />}
    </DropdownMenu.Item>
  );
}
