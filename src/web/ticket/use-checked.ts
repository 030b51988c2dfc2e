import { useMemo, useState } from 'react';

/** The rows that are selected for one act on all of them. */
export interface Checked {
  ids: ReadonlySet<number>;
  set: (id: number, isOn: boolean) => void;
  /** Exactly these. */
  replace: (ids: readonly number[]) => void;
  clear: () => void;
}

const NONE: ReadonlySet<number> = new Set();

/** Keeps what is selected for as long as the same list is shown. */
export function useChecked(list: string): Checked {
  const [state, setState] = useState({ list, ids: NONE });
  const ids = state.list === list ? state.ids : NONE;
  return useMemo(() => {
    const change = (make: (before: ReadonlySet<number>) => ReadonlySet<number>): void =>
      setState((before) => ({ list, ids: make(before.list === list ? before.ids : NONE) }));
    return {
      ids,
      set: (id, isOn) =>
        change((before) => (isOn ? new Set([...before, id]) : new Set([...before].filter((one) => one !== id)))),
      replace: (next) => change(() => new Set(next)),
      clear: () => change(() => NONE),
    };
  }, [list, ids]);
}
