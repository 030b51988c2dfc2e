import type { ComponentProps, ReactNode } from 'react';
import { useKeyInForce } from '#web/app/keys/keys.ts';
import { toast } from '#web/app/toasts.ts';
import { Key } from '#web/ui/Key.tsx';

type Props = Omit<ComponentProps<'button'>, 'disabled'> & {
  kind?: 'primary' | 'ghost' | 'note' | undefined;
  size?: 'icon' | 'small' | 'large' | undefined;
  shortcut?: string | undefined;
  /** Why it cannot be done now, in words: the button stays reachable and says so. */
  refusal?: string | null | undefined;
  children: ReactNode;
};

const ariaKey = (name: string): string => name.replace('Mod', 'Control');

/** The product's button. One that cannot be used is greyed, keeps its place in the tab order and says why. */
export function Button({ kind, size, shortcut, refusal, children, onClick, ...rest }: Props) {
  const key = useKeyInForce(shortcut ?? '');
  return (
    <button
      type="button"
      {...rest}
      className={`button ${rest.className ?? ''}`}
      data-kind={kind}
      data-size={size}
      aria-keyshortcuts={shortcut === undefined || key === null ? undefined : ariaKey(key)}
      aria-disabled={refusal ? true : undefined}
      title={refusal ?? rest.title}
      onClick={(event) => {
        if (!refusal) return onClick?.(event);
        event.preventDefault();
        toast(refusal, 'refused');
      }}
    >
      {children}
      {shortcut !== undefined && <Key name={shortcut} />}
      {refusal ? <span className="sr-only">{`: ${refusal}`}</span> : null}
    </button>
  );
}
