import { useRouter } from '@tanstack/react-router';
import type { ComponentProps, MouseEvent } from 'react';

type Props = Omit<ComponentProps<'a'>, 'href' | 'onClick'> & {
  /** A path of this desk. */
  href: string;
};

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link that does not watch the address: however many a list has, none is drawn anew when the address changes. */
export function PlainLink({ href, ...rest }: Props) {
  const { history } = useRouter();
  return (
    // oxlint-disable-next-line jsx-a11y/anchor-has-content -- what it holds comes with the rest
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        // With a modifier the browser opens it in a tab or a window of its own.
        if (!isPlain(event)) return;
        event.preventDefault();
        history.push(href);
      }}
    />
  );
}
