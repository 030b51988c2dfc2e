import { t } from '#web/app/i18n.ts';

/** The wordmark: the dot is a hold, the line is the rope. */
export const Brand = ({ height = 24 }: { height?: number }) => (
  <svg viewBox="4 0 77 30" height={height} width={(height * 77) / 30} role="img" aria-label={t('web.app.name')}>
    <g fill="none" stroke="currentColor" strokeWidth="3">
      <path d="M6.5 2.5V15a6.25 6.25 0 1 0 6.25-6.25H10.5M24.25 15.25h12.25a6.25 6.25 0 1 0-1.9 4.25M42.5 2.5V22.75M61.75 7.25V22.75M67.5 7.25V15a5.75 5.75 0 0 0 11.5 0V7.25M79 14V22a5.5 5.5 0 0 1-5.5 5.5h-4" />
      <circle cx="55.25" cy="15" r="6.25" />
    </g>
    <g fill="currentColor">
      <circle cx="6.5" cy="2.5" r="1.5" />
      <circle cx="42.5" cy="2.5" r="1.5" />
      <circle cx="12.75" cy="15" r="2.25" />
    </g>
  </svg>
);
