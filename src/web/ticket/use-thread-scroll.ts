import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { ThreadItem } from '#web/ticket/thread-items.ts';

const NEAR_PX = 80;
const EARLIER_PX = 600;

export interface ThreadScroll {
  /** Not set where every item is drawn. */
  virtual: RefObject<VirtualizerHandle | null>;
  thread: RefObject<HTMLDivElement | null>;
  /** What scrolls. */
  scroller: RefObject<HTMLElement | null>;
  startMargin: number;
  shift: boolean;
  onScroll: () => void;
}

/**
 * Opens at what is new, else at the newest; stays at the bottom as more arrives unless the reader has scrolled
 * away; and keeps what is being read in its place when earlier messages come in above it.
 */
export function useThreadScroll(
  box: RefObject<HTMLDivElement | null>,
  items: readonly ThreadItem[],
  isWhole: boolean,
  onEarlier: () => void,
): ThreadScroll {
  const virtual = useRef<VirtualizerHandle>(null);
  const thread = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLElement>(null);
  const isAtBottom = useRef(true);
  const lastRoom = useRef('');
  const [startMargin, setStartMargin] = useState(0);
  const isReady = useOpening({ virtual, thread }, items, isAtBottom);
  const isShifting = useIsShifting(items);
  useLayoutEffect(() => {
    scroller.current = box.current;
    const parent = scroller.current;
    if (parent === null || thread.current === null || isWhole) return;
    const above = thread.current.getBoundingClientRect().top - parent.getBoundingClientRect().top + parent.scrollTop;
    // A short thread stands at the bottom of its room; then there is nothing to scroll and no margin to know.
    setStartMargin(parent.scrollHeight > parent.clientHeight + 1 ? Math.round(above) : 0);
  }, [box, items.length, isWhole]);
  useStayAtBottom(scroller, isAtBottom, items.length > 0);
  return {
    virtual,
    thread,
    scroller,
    startMargin,
    shift: isShifting,
    onScroll: () => {
      const parent = scroller.current;
      if (parent === null || !isReady.current) return;
      // What grew or shrank by itself scrolls too: only the reader decides where they are.
      const room = `${parent.scrollHeight} ${parent.clientHeight}`;
      if (room === lastRoom.current) {
        isAtBottom.current = parent.scrollTop + parent.clientHeight >= parent.scrollHeight - NEAR_PX;
      }
      lastRoom.current = room;
      if (parent.scrollTop < EARLIER_PX && parent.scrollHeight > parent.clientHeight) onEarlier();
    },
  };
}

function scrollTo(
  { virtual, thread }: Pick<ThreadScroll, 'virtual' | 'thread'>,
  index: number,
  align: 'start' | 'end',
): void {
  if (virtual.current !== null) virtual.current.scrollToIndex(index, { align });
  else thread.current?.querySelector(':scope > ol')?.children[index]?.scrollIntoView({ block: align });
}

/** Scrolls where the reading begins, once, and to the end whenever more comes while the reader is there. */
function useOpening(
  { virtual, thread }: Pick<ThreadScroll, 'virtual' | 'thread'>,
  items: readonly ThreadItem[],
  isAtBottom: RefObject<boolean>,
): RefObject<boolean> {
  const isReady = useRef(false);
  const last = items.at(-1)?.key;
  const firstNew = items.findIndex((item) => item.type === 'new');
  useLayoutEffect(() => {
    if (last === undefined) return undefined;
    const isOpening = !isReady.current;
    const newest = items.at(-1);
    // What somebody sent themselves they want to see.
    if (newest?.type === 'message' && newest.message.sendsAt !== null) isAtBottom.current = true;
    const isNewFar = isOpening && firstNew !== -1 && firstNew < items.length - 2;
    if (isNewFar) {
      isAtBottom.current = false;
      scrollTo({ virtual, thread }, firstNew, 'start');
    } else if (isAtBottom.current) scrollTo({ virtual, thread }, items.length - 1, 'end');
    // What the opening itself scrolls is not the reader's doing.
    const timer = setTimeout(() => {
      isReady.current = true;
    }, 300);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- only what comes last moves the reader
  }, [last]);
  return isReady;
}

/** Whether items came in above the ones that were there, for the one drawing in which they come. */
function useIsShifting(items: readonly ThreadItem[]): boolean {
  const first = items[0]?.key;
  const last = items.at(-1)?.key;
  const [edges, setEdges] = useState({ first, last, isShifting: false });
  if (edges.first !== first || edges.last !== last) {
    setEdges({ first, last, isShifting: edges.first !== undefined && edges.first !== first && edges.last === last });
  }
  useEffect(() => {
    if (edges.isShifting) setEdges((now) => ({ ...now, isShifting: false }));
  }, [edges]);
  return edges.isShifting;
}

/** The composer grows and shrinks the room: whoever was at the bottom stays there. */
function useStayAtBottom(
  scroller: RefObject<HTMLElement | null>,
  isAtBottom: RefObject<boolean>,
  isShown: boolean,
): void {
  useEffect(() => {
    const parent = scroller.current;
    if (parent === null || !isShown) return undefined;
    const observer = new ResizeObserver(() => {
      if (isAtBottom.current) parent.scrollTo({ top: parent.scrollHeight });
    });
    observer.observe(parent);
    if (parent.firstElementChild !== null) observer.observe(parent.lastElementChild ?? parent.firstElementChild);
    return () => observer.disconnect();
  }, [scroller, isAtBottom, isShown]);
}
