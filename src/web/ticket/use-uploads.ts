import { useEffect, useRef, useState } from 'react';
import { api } from '#web/app/api.ts';
import { fileSize } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { deskOf } from '#web/ticket/use-draft.ts';
import { upload } from '#web/ticket/upload.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

/** The same limits the server holds: said before a large file is sent in vain. */
const MOST_FILES = 20;
const MOST_BYTES = 26_214_400;

/** A file on its way, or one that did not make it. */
export interface Sent {
  key: number;
  name: string;
  size: number;
  share: number;
  /** Why it is not attached, in words; null while it is on its way. */
  refusal: string | null;
  /** Stops it, or puts the refusal away. */
  drop: () => void;
}

export interface Uploads {
  sent: readonly Sent[];
  isBusy: boolean;
  attach: (files: readonly File[]) => void;
  remove: (attachmentId: number) => void;
}

let counter = 0;

/** The files of one draft: those on their way are here, those that arrived are kept with the draft. */
export function useUploads(personId: number, ticketId: number, mode: Mode): Uploads {
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const desk = deskOf(personId, ticketId);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const change = (key: number, part: Partial<Sent> | null): void => {
    if (!isShown.current) return;
    setSent((all) => all.flatMap((one) => (one.key !== key ? one : part === null ? [] : { ...one, ...part })));
  };
  const attachOne = (file: File): void => {
    counter += 1;
    const key = counter;
    const line = { key, name: file.name, size: file.size, share: 0 };
    const refusal = refusalOfFile(file, [...desk.read(mode).files, ...sent.filter((one) => one.refusal === null)]);
    if (refusal !== null) {
      setSent((all) => [...all, { ...line, refusal, drop: () => change(key, null) }]);
      return;
    }
    let isDropped = false;
    const sending = upload(file, (share) => change(key, { share }));
    const drop = (): void => {
      isDropped = true;
      sending.cancel();
      change(key, null);
    };
    setSent((all) => [...all, { ...line, refusal: null, drop }]);
    sending.done.then(
      (kept) => {
        // It belongs to the draft it was put into, also when another ticket is on the screen by now.
        desk.type(mode, { files: [...desk.read(mode).files, kept] });
        change(key, null);
      },
      (error: unknown) => {
        if (!isDropped) change(key, { refusal: errorWords(error), drop: () => change(key, null) });
      },
    );
  };
  return {
    sent,
    isBusy: sent.some((one) => one.refusal === null),
    attach: (files) => files.forEach(attachOne),
    remove: (id) => {
      desk.type(mode, { files: desk.read(mode).files.filter((file) => file.id !== id) });
      // Forgotten by the server after a day anyway.
      api.delete(`/api/uploads/${id}`).catch(() => undefined);
    },
  };
}

function refusalOfFile(file: File, others: readonly { size: number }[]): string | null {
  if (others.length >= MOST_FILES) return t('web.files.too_many', { count: MOST_FILES });
  const bytes = others.reduce((sum, one) => sum + one.size, file.size);
  if (bytes > MOST_BYTES) return t('web.files.too_large', { limit: fileSize(MOST_BYTES) });
  return file.size === 0 ? t('web.files.empty') : null;
}
