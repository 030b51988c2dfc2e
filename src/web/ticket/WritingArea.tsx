import { useState, type ReactNode } from 'react';

interface Props {
  id: string;
  isEmpty: boolean;
  onFocus: (isInText: boolean) => void;
  onFiles: (files: readonly File[]) => void;
  children: ReactNode;
}

/** The room one writes in: files may be dropped anywhere on it. */
export function WritingArea({ id, isEmpty, onFocus, onFiles, children }: Props) {
  const [isDropping, setDropping] = useState(false);
  return (
    <div
      id={id}
      className="composer-body"
      data-dropping={isDropping || undefined}
      data-empty={isEmpty || undefined}
      onFocus={(event) => onFocus(event.target.matches('.composer-text'))}
      onBlur={() => onFocus(false)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
    </div>
  );
}
