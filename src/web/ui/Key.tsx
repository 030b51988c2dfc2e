import { keyFace } from '#web/app/keys/keys.ts';

/** A key's face. Hidden from readers: the help sheet and `aria-keyshortcuts` tell them. */
export const Key = ({ name }: { name: string }) => (
  <kbd className="key max-md:hidden" aria-hidden="true">
    {keyFace(name)}
  </kbd>
);
