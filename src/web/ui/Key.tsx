import { keyFace, useKeyInForce } from '#web/app/keys/keys.ts';

/** A key's face, as it is in force on this desk. Hidden from readers: the help sheet and `aria-keyshortcuts` tell them. */
export function Key({ name }: { name: string }) {
  const inForce = useKeyInForce(name);
  return inForce === null ? null : (
    <kbd className="key max-md:hidden" aria-hidden="true">
      {keyFace(inForce)}
    </kbd>
  );
}
