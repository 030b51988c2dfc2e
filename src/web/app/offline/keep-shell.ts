/**
 * Has the browser keep the desk's own files, so that it opens without a line too. Only where there is TLS (or this very
 * machine): elsewhere a browser has no workers, and the desk works as long as its page is open.
 */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const keep = (): void => {
    // Refused or out of reach: the desk is whole without it.
    void navigator.serviceWorker.register('/shell-worker.js').catch(() => undefined);
  };
  // What it fetches must not slow down what is on the screen first.
  if (document.readyState === 'complete') keep();
  else addEventListener('load', keep);
}
