// Keeps the pages of the desk themselves, never what is read in them, so that a reload without a line shows the desk.
// The build fills in SHELL: { version, files }.
/* global SHELL */
const PREFIX = 'belay-shell-';
const NAME = PREFIX + SHELL.version;
const PAGE = '/';
/** A page that is not there by then is shown from here, and the next load has the newest again. */
const PATIENCE_MS = 5_000;

self.addEventListener('install', (event) => {
  const fresh = [PAGE, ...SHELL.files].map(
    (file) => new Request(file, { cache: file === PAGE ? 'reload' : 'default' }),
  );
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(fresh))
      // Pages come from the server first and files carry their hash: a new worker never mixes two releases.
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      // The release before stays: a tab that is open since then still loads its parts.
      .then((names) => names.filter((name) => name.startsWith(PREFIX) && name !== NAME).slice(0, -1))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const isPage = ({ pathname }) =>
  !pathname.startsWith('/api/') && pathname !== '/api' && !/\.[a-z0-9]+$/i.test(pathname);

const newestPage = async (request) => {
  const kept = () => caches.match(PAGE, { cacheName: NAME });
  const answer = fetch(request);
  answer.catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(kept);
  try {
    const first = await Promise.race([answer, late.then((page) => page ?? answer)]);
    // A proxy without a Belay behind it.
    return first.status >= 502 ? ((await kept()) ?? first) : first;
  } catch (error) {
    const page = await kept();
    if (page === undefined) throw error;
    return page;
  }
};

const keptFile = async (request) => (await caches.match(request)) ?? fetch(request);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(newestPage(request));
  } else if (SHELL.files.includes(url.pathname) || url.pathname.startsWith('/assets/')) {
    event.respondWith(keptFile(request));
  }
});
