/** What this browser keeps for the time without a line: copies of what was read, and acts that have not gone out. */
const NAME = 'belay';
const VERSION = 1;
type StoreName = 'copy' | 'act';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('copy', { keyPath: 'name' }).createIndex('at', 'at');
      request.result.createObjectStore('act', { keyPath: 'order', autoIncrement: true });
    });
    request.addEventListener('success', () => {
      const database = request.result;
      const forget = (): void => {
        opening = undefined;
      };
      database.addEventListener('close', forget);
      // A newer desk in another tab may change the stores; this one opens them again when it needs them.
      database.addEventListener('versionchange', () => {
        database.close();
        forget();
      });
      resolve(database);
    });
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
  }).catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/**
 * Does something in one transaction on `name` and gives back what its request found, once it is on disk. Rejects when
 * this browser keeps nothing (a private window, storage that is forbidden or full).
 */
export async function keeping<Result>(
  name: StoreName,
  mode: 'readonly' | 'readwrite',
  run: (store: IDBObjectStore) => IDBRequest<Result> | undefined,
): Promise<Result> {
  const database = await open();
  return new Promise<Result>((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: name === 'act' ? 'strict' : 'default' });
    const request = run(transaction.objectStore(name));
    transaction.addEventListener('complete', () => resolve(request?.result as Result));
    const fail = (): void => reject(transaction.error ?? new Error('not kept'));
    transaction.addEventListener('abort', fail);
    transaction.addEventListener('error', fail);
  });
}
