import type { Editor } from '@tiptap/core';
import { useState, type FormEvent } from 'react';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

const addressOf = (written: string): string => {
  const trimmed = written.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return trimmed;
  return trimmed.includes('@') && !trimmed.includes('/') ? `mailto:${trimmed}` : `https://${trimmed}`;
};

/** Asks where a link leads; an empty address takes the link away. */
export function LinkField({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [address, setAddress] = useState(() => String(editor.getAttributes('link')['href'] ?? ''));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (address.trim() === '') chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link')) {
      const href = addressOf(address);
      editor
        .chain()
        .focus()
        .insertContent({ type: 'text', text: address.trim(), marks: [{ type: 'link', attrs: { href } }] })
        .run();
    } else chain.setLink({ href: addressOf(address) }).run();
    onClose();
  };
  return (
    <form className="link-field" onSubmit={save}>
      <input
        className="field"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because it was asked for
        autoFocus
        aria-label={t('web.editor.link_address')}
        placeholder="https://"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          onClose();
        }}
      />
      <Button size="small" type="submit">
        {t('web.editor.link_save')}
      </Button>
    </form>
  );
}
