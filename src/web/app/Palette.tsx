import { lazy, Suspense, useState } from 'react';
import { useKeys } from '#web/app/keys/keys.ts';

const Sheet = lazy(() => import('#web/app/PaletteSheet.tsx').then((part) => ({ default: part.PaletteSheet })));

/** `Mod+K`: everything that can be done or reached, by typing. Its list is fetched when it is first asked for. */
export function Palette() {
  const [isOpen, setOpen] = useState(false);
  useKeys([
    { id: 'palette', title: 'web.key.palette', keys: ['Mod+k'], scope: 'everywhere', run: () => setOpen(true) },
  ]);
  return isOpen ? (
    <Suspense fallback={null}>
      <Sheet onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
