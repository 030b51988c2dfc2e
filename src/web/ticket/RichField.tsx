import type { Editor } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import { EditorBar } from '#web/ticket/EditorBar.tsx';
import { hasFormatting, htmlOfPlain, plainOfDoc } from '#web/ticket/plain-of-doc.ts';
import type { FieldProps } from '#web/ticket/field-props.ts';

/** A field with formatting. What it holds is given out as plain text, and as HTML where that says more. */
export function RichField(props: FieldProps) {
  const newest = useRef(props);
  useEffect(() => {
    newest.current = props;
  });
  const editor = useEditor(
    {
      extensions: extensionsFor(props.placeholder),
      content: contentOf(props),
      editable: !props.isReadOnly,
      // The content policy forbids style elements that scripts write: the few rules are in compose.css.
      injectCSS: false,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: {
          class: 'composer-text',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': props.label,
          dir: 'auto',
        },
        handleKeyDown: (_view, event) => newest.current.onKey(event),
        handlePaste: (_view, event) => takeFiles(event.clipboardData, event, newest.current.onFiles),
        handleDrop: (_view, event) => takeFiles(event.dataTransfer, event, newest.current.onFiles),
      },
      onUpdate: ({ editor: changed }) => newest.current.onType(written(changed)),
    },
    [props.placeholder],
  );
  useFollow(editor, props);
  return (
    <>
      <EditorContent editor={editor} className="composer-field" />
      <div className="composer-foot">
        <EditorBar editor={editor} isOff={props.isReadOnly} />
        {props.foot}
      </div>
    </>
  );
}

/** Shows what came from elsewhere than the keyboard, and takes the focus when writing is asked for. */
function useFollow(editor: Editor, { draft, asked, takeWords, isFocused, isReadOnly }: FieldProps): void {
  const take = useRef(takeWords);
  const shown = useRef(draft.version);
  useEffect(() => {
    if (shown.current === draft.version) return;
    shown.current = draft.version;
    editor.commands.setContent(contentOf({ draft }), { emitUpdate: false });
    if (draft.text !== '') editor.commands.focus('end');
  }, [editor, draft]);
  useEffect(() => {
    if ((asked === 0 && !isFocused.current) || !editor.isEditable) return;
    const words = take.current();
    editor.commands.focus('end');
    // At once: the command waits for a frame, and what is typed meanwhile would fall beside the field.
    editor.view.focus();
    if (words !== '') editor.commands.insertContent(inlineOf(words));
  }, [editor, asked, isFocused]);
  useEffect(() => editor.setEditable(!isReadOnly, false), [editor, isReadOnly]);
}

const contentOf = ({ draft }: Pick<FieldProps, 'draft'>): string =>
  draft.html === '' ? htmlOfPlain(draft.text) : draft.html;

/** Typed text as what it is inside a paragraph. */
const inlineOf = (text: string) =>
  text
    .split('\n')
    .flatMap((line, index) => [
      ...(index === 0 ? [] : [{ type: 'hardBreak' }]),
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ]);

const written = (editor: Editor): { html: string; text: string } => {
  const doc = editor.getJSON();
  return { html: hasFormatting(doc) ? editor.getHTML() : '', text: plainOfDoc(doc) };
};

const extensionsFor = (placeholder: string) => [
  StarterKit.configure({
    heading: false,
    horizontalRule: false,
    underline: false,
    strike: false,
    link: { openOnClick: false, defaultProtocol: 'https', HTMLAttributes: { target: null, rel: null } },
  }),
  Placeholder.configure({ placeholder }),
];

/** Files that were pasted or dropped go to the attachments; everything else is text. */
function takeFiles(data: DataTransfer | null, event: Event, take: (files: readonly File[]) => void): boolean {
  const files = [...(data?.files ?? [])];
  // Spreadsheets and browsers paste a picture of the text beside the text itself.
  if (files.length === 0 || data?.types.includes('text/html') === true) return false;
  event.preventDefault();
  take(files);
  return true;
}
