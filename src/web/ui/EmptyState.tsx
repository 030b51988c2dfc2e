import type { ReactNode } from 'react';

/** Says why there is nothing, and offers the next act. */
export const EmptyState = ({ title, text, children }: { title: string; text: string; children?: ReactNode }) => (
  <div className="m-auto flex max-w-[360px] flex-col items-center gap-2 p-6 text-center">
    <svg viewBox="0 0 64 48" width="64" height="48" fill="none" aria-hidden="true" className="mb-2 text-accent">
      <path
        d="M4 40h14V28h14V16h14V4h14"
        stroke="var(--stair)"
        strokeWidth="3"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="M4 40h10" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <circle cx="14" cy="40" r="5" fill="currentColor" />
    </svg>
    <p className="font-bold">{title}</p>
    <p className="text-13 text-pretty text-muted">{text}</p>
    {children}
  </div>
);
