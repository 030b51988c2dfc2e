import type { Problem } from '#contract/problem.ts';
import type { Upload } from '#contract/upload.ts';
import { Refused } from '#web/app/api.ts';

export interface Uploading {
  done: Promise<Upload>;
  /** Stops sending it. */
  cancel: () => void;
}

/** Sends one file and says how far it is, from 0 to 1. Rejects with {@link Refused} and the server's reason. */
export function upload(file: File, onProgress: (share: number) => void): Uploading {
  const request = new XMLHttpRequest();
  const done = new Promise<Upload>((resolve, reject) => {
    const unreached = (): void => reject(new Refused(0, 'unreached', null));
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const reply = request.response as (Upload & Partial<Problem>) | null;
      if (request.status < 300 && reply !== null) return resolve(reply);
      reject(new Refused(request.status, reply?.code ?? `http_${request.status}`, reply?.requestId ?? null));
    });
    request.addEventListener('error', unreached);
    request.addEventListener('abort', unreached);
  });
  const form = new FormData();
  form.append('file', file);
  request.open('POST', '/api/uploads');
  request.responseType = 'json';
  request.send(form);
  return { done, cancel: () => request.abort() };
}
