import { t } from '#web/app/i18n.ts';

/** Every operator with an example that works as it stands; the words that explain it are in locales. */
const OPERATORS = [
  { id: 'from', example: 'from:ana' },
  { id: 'to', example: 'to:marko' },
  { id: 'status', example: 'status:open' },
  { id: 'severity', example: 'severity:S1' },
  { id: 'team', example: 'team:billing' },
  { id: 'tag', example: 'tag:refund' },
  { id: 'lang', example: 'lang:hr' },
  { id: 'clock', example: 'clock:over' },
  { id: 'step', example: 'step>=2' },
  { id: 'tier', example: 'tier:2' },
  { id: 'has', example: 'has:attachment' },
] as const;

/** What can be asked besides words; pressing one writes it. */
export const SearchOperators = ({ onPick }: { onPick: (operator: string) => void }) => (
  <section className="p-5" aria-label={t('web.search.operators')}>
    <h2 className="mb-2 text-13 text-muted">{t('web.search.operators')}</h2>
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
      {OPERATORS.map(({ id, example }) => (
        <div key={id} className="contents">
          <dt>
            <button type="button" className="operator" onClick={() => onPick(example)}>
              {example}
            </button>
          </dt>
          <dd className="text-13 text-muted">{t(`web.search.operator.${id}`)}</dd>
        </div>
      ))}
    </dl>
    <p className="mt-3 text-12 text-muted">{t('web.search.folded')}</p>
  </section>
);
