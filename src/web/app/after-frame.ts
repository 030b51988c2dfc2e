/**
 * Runs `act` when the frame that comes is drawn: what is scheduled as usual may run before it and hold it up. Nothing is
 * drawn, and nothing runs, while nobody sees the page. Gives back how to leave it.
 */
export function afterFrame(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
