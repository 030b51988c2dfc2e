import { useQuery } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide-react';
import { t, tCode } from '#web/app/i18n.ts';
import { healthQuery } from '#web/people/queries.ts';

/** Tickets and mail that nobody would look at; must read 0. */
export function Limbo() {
  const { data: health } = useQuery(healthQuery);
  if (health === undefined) return <div className="h-[32px]" />;
  const isClear = health.limbo === 0;
  const Icon = isClear ? Check : TriangleAlert;
  const parts = Object.entries(health.limboBy)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => tCode(`web.limbo.${kind}`, 'web.limbo.other', { count, kind }));
  return (
    <div
      className={`px-2 py-1 text-12 font-medium ${isClear ? 'text-met' : 'text-critical'}`}
      title={isClear ? t('web.limbo.clear') : undefined}
    >
      <p className="flex items-center gap-2">
        <Icon className="icon size-[14px]" aria-hidden="true" />
        {t('web.limbo.label', { count: health.limbo })}
      </p>
      {parts.map((part) => (
        <p key={part} className="ps-[22px]">
          {part}
        </p>
      ))}
    </div>
  );
}
