import type { ReactNode } from 'react';

interface Props {
  title: string;
  text: string;
  children: ReactNode;
}

/** A page that is read from top to bottom, about oneself or a setting: a column that scrolls by itself. */
export const ColumnPage = ({ title, text, children }: Props) => (
  <div className="min-h-0 flex-1 overflow-auto bg-surface" role="region" aria-label={title} tabIndex={0}>
    <div className="mx-auto flex min-h-full max-w-[720px] flex-col px-5 py-6">
      <h1 className="text-20">{title}</h1>
      <p className="mt-1 text-13 text-pretty text-muted">{text}</p>
      {children}
    </div>
  </div>
);
