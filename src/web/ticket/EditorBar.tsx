import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Bold, Code, Italic, Link, List, ListOrdered, Quote, type LucideIcon } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useState } from 'react';
import { t } from '#web/app/i18n.ts';
import { LinkField } from '#web/ticket/LinkField.tsx';

interface Format {
  name: 'bold' | 'italic' | 'bulletList' | 'orderedList' | 'blockquote' | 'code';
  icon: LucideIcon;
  toggle: (editor: Editor) => void;
}

const FORMATS: readonly Format[] = [
  { name: 'bold', icon: Bold, toggle: (editor) => editor.chain().focus().toggleBold().run() },
  { name: 'italic', icon: Italic, toggle: (editor) => editor.chain().focus().toggleItalic().run() },
  { name: 'bulletList', icon: List, toggle: (editor) => editor.chain().focus().toggleBulletList().run() },
  { name: 'orderedList', icon: ListOrdered, toggle: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { name: 'blockquote', icon: Quote, toggle: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { name: 'code', icon: Code, toggle: (editor) => editor.chain().focus().toggleCode().run() },
];

/** Formatting by pointer or arrow keys; the usual combinations work in the text. */
export function EditorBar({ editor, isOff }: { editor: Editor; isOff: boolean }) {
  const [isLinking, setLinking] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor: one }) =>
      [...FORMATS.map(({ name }) => name), 'link'].filter((name) => one.isActive(name)).join(' '),
  });
  const isActive = (name: string): boolean => active.split(' ').includes(name);
  const close = (): void => {
    setLinking(false);
    editor.commands.focus();
  };
  if (isLinking) return <LinkField editor={editor} onClose={close} />;
  return (
    <Toolbar.Root className="editor-bar" aria-label={t('web.editor.label')}>
      {FORMATS.map(({ name, icon: Icon, toggle }) => (
        <Toolbar.Button
          key={name}
          className="editor-tool"
          aria-pressed={isActive(name)}
          aria-disabled={isOff || undefined}
          title={t(`web.editor.${name}`)}
          // The selection must outlive the press.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => !isOff && toggle(editor)}
        >
          <Icon className="icon" aria-hidden="true" />
          <span className="sr-only">{t(`web.editor.${name}`)}</span>
        </Toolbar.Button>
      ))}
      <Toolbar.Button
        className="editor-tool"
        aria-pressed={isActive('link')}
        aria-disabled={isOff || undefined}
        title={t('web.editor.link')}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => !isOff && setLinking(true)}
      >
        <Link className="icon" aria-hidden="true" />
        <span className="sr-only">{t('web.editor.link')}</span>
      </Toolbar.Button>
    </Toolbar.Root>
  );
}
