import { File, FileArchive, FileImage, FileText, FileVideo, Mail, Music, type LucideIcon } from 'lucide-react';
import type { Attachment } from '#contract/ticket.ts';
import { fileSize } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';

const ICONS: readonly [RegExp, LucideIcon][] = [
  [/^image\//, FileImage],
  [/^video\//, FileVideo],
  [/^audio\//, Music],
  [/^message\//, Mail],
  [/zip|compressed|tar/, FileArchive],
  [/^text\/|pdf|document|sheet|presentation/, FileText],
];

/** `PDF`, `PNG`: the ending people know, else what the type says. */
const kindOf = (file: Attachment): string => {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1] ?? file.mediaType.split('/', 2)[1] ?? '';
  return ending.toUpperCase().slice(0, 8);
};

/** The files of a message: what kind, how large, and the way to them. */
export const MessageFiles = ({ files }: { files: readonly Attachment[] }) =>
  files.length === 0 ? null : (
    <ul className="mt-2 flex flex-wrap gap-2" aria-label={t('web.message.attachments')}>
      {files.map((file) => {
        const Icon = ICONS.find(([type]) => type.test(file.mediaType))?.[1] ?? File;
        return (
          <li key={file.id}>
            <a
              className="button"
              data-size="small"
              href={`/api/attachments/${file.id}`}
              download={file.name}
              title={file.mediaType}
            >
              <Icon className="icon size-[14px]" aria-hidden="true" />
              <span className="cut max-w-[220px]">{file.name}</span>
              <span className="text-12 text-muted">{`${kindOf(file)} ${fileSize(file.size)}`}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
