import { useState } from 'react';

const keyOf = (name: string): string => `belay.panel.${name}`;

function read(name: string): boolean {
  try {
    return localStorage.getItem(keyOf(name)) !== 'closed';
  } catch {
    return true;
  }
}

/** Whether a panel at the side is open, remembered on this desk. */
export function usePanel(name: string): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(() => read(name));
  const set = (next: boolean): void => {
    setOpen(next);
    try {
      if (next) localStorage.removeItem(keyOf(name));
      else localStorage.setItem(keyOf(name), 'closed');
    } catch {
      // Storage may be forbidden: the choice then lasts until the page is left.
    }
  };
  return [isOpen, set];
}
