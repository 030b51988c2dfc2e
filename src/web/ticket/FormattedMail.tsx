import { useState } from 'react';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

/**
 * A mail as its sender laid it out, in a frame without scripts, forms or this page's rights. Shown only on
 * request: the text is what is worked with.
 */
export function FormattedMail({ messageId }: { messageId: number }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="mt-1">
      <Button size="small" kind="ghost" className="-ms-2" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {t(isShown ? 'web.message.hide_formatted' : 'web.message.show_formatted')}
      </Button>
      {isShown && (
        <iframe
          className="formatted-mail"
          src={`/api/messages/${messageId}/html`}
          title={t('web.message.formatted')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      )}
    </div>
  );
}
