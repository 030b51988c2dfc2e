import { Component, type ReactNode } from 'react';
import { t } from '#web/app/i18n.ts';

/** What breaks in here is said here, and everything around it goes on. */
export class Contained extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <p role="alert" className="p-4 text-12 text-muted">
        {t('web.panel.broken')}
      </p>
    );
  }
}
