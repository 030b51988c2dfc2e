/**
 * Runs `act` when the frame that comes is drawn: what is scheduled as usual may run before it and hold it up. Nothing is
 * drawn while nobody sees the page: then it runs when somebody does, or after `withinMs` where that is given. Gives back
 * how to leave it.
 */
export function afterFrame(act: () => void, withinMs?: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearTimeout(latest);
  };
  const run = (): void => {
    leave();
    act();
  };
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run);
  });
  const latest = withinMs === undefined ? undefined : setTimeout(run, withinMs);
  return leave;
}
