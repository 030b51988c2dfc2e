import { Paperclip, X } from 'lucide-react';
import { useRef } from 'react';
import type { Attachment } from '#contract/ticket.ts';
import { fileSize } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Sent, Uploads } from '#web/ticket/use-uploads.ts';
import { Button } from '#web/ui/Button.tsx';

/** Chooses files; they may as well be pasted or dropped. */
export function AttachButton({ isOff, onFiles }: { isOff: boolean; onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  if (isOff) return null;
  return (
    <>
      <button
        type="button"
        className="editor-tool"
        title={t('web.files.attach')}
        onClick={() => input.current?.click()}
      >
        <Paperclip className="icon" aria-hidden="true" />
        <span className="sr-only">{t('web.files.attach')}</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** What goes with the text: files that are there, on their way, or were refused with the reason. */
export const FileList = ({ files, uploads }: { files: readonly Attachment[]; uploads: Uploads }) =>
  files.length + uploads.sent.length === 0 ? null : (
    <ul className="draft-files" aria-label={t('web.message.attachments')}>
      {files.map((file) => (
        <li key={file.id} className="draft-file">
          <Paperclip className="icon size-[14px]" aria-hidden="true" />
          <span className="cut">{file.name}</span>
          <span className="text-12 text-muted">{fileSize(file.size)}</span>
          <Drop label={t('web.files.remove', { name: file.name })} onDrop={() => uploads.remove(file.id)} />
        </li>
      ))}
      {uploads.sent.map((one) => (
        <OnTheWay key={one.key} one={one} />
      ))}
    </ul>
  );

const OnTheWay = ({ one }: { one: Sent }) => (
  <li className="draft-file" data-refused={one.refusal !== null || undefined}>
    <span className="cut">{one.name}</span>
    {one.refusal === null ? (
      <progress max={1} value={one.share} aria-label={t('web.files.progress', { name: one.name })} />
    ) : (
      <span role="alert" className="text-12">
        {one.refusal}
      </span>
    )}
    <Drop
      label={t(one.refusal === null ? 'web.files.cancel' : 'web.files.dismiss', { name: one.name })}
      onDrop={one.drop}
    />
  </li>
);

const Drop = ({ label, onDrop }: { label: string; onDrop: () => void }) => (
  <Button kind="ghost" size="icon" aria-label={label} onClick={onDrop}>
    <X className="icon size-[14px]" aria-hidden="true" />
  </Button>
);
