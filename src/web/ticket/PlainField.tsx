import { useEffect, useRef } from 'react';
import type { FieldProps } from '#web/ticket/field-props.ts';

/** The field until formatting is here, and where it cannot be fetched. */
export function PlainField(props: FieldProps) {
  const { draft, asked, onType, onFiles, onKey } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const newest = useRef(props);
  useEffect(() => {
    newest.current = props;
  });
  useEffect(() => {
    if (asked === 0 || newest.current.isReadOnly) return;
    const words = newest.current.takeWords();
    field.current?.focus();
    if (words !== '') newest.current.onType({ html: '', text: newest.current.draft.text + words });
  }, [asked]);
  return (
    <>
      <textarea
        ref={field}
        className="composer-text"
        aria-label={props.label}
        placeholder={props.placeholder}
        readOnly={props.isReadOnly}
        value={draft.text}
        dir="auto"
        onChange={(event) => onType({ html: '', text: event.target.value })}
        onKeyDown={(event) => {
          if (onKey(event.nativeEvent)) event.preventDefault();
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          onFiles([...event.clipboardData.files]);
        }}
      />
      <div className="composer-foot">{props.foot}</div>
    </>
  );
}
