/** The ticket that a path of the desk names, which may be still on its way; null = none. */
export function wantedTicket(pathname: string): number | null {
  const id = /^\/(?:t|inbox\/[^/]+)\/(\d+)$/.exec(pathname)?.[1];
  return id === undefined ? null : Number(id);
}
