import { t } from '#web/app/i18n.ts';

interface Props {
  hasFolds: boolean;
  hasClosed: boolean;
  hasComing: boolean;
  hasPromises: boolean;
}

/** What the drawing's signs mean; only those that are in it. */
export const LadderLegend = ({ hasFolds, hasClosed, hasComing, hasPromises }: Props) => (
  <ul className="ladder-legend" aria-hidden="true">
    <li>
      <i className="knot-sign" />
      {t('web.ladder.legend.called')}
    </li>
    <li>
      <i className="held-sign" />
      {t('web.ladder.legend.taken')}
    </li>
    <li>
      <i className="said-sign" />
      {t('web.ladder.legend.said')}
    </li>
    <li>
      <i className="answered-sign" />
      {t('web.ladder.legend.answered')}
    </li>
    {hasPromises && (
      <li>
        <svg className="flag-sign" width="11" height="14" viewBox="0 0 11 14" aria-hidden="true">
          <path d="M1 14V1h9l-3 3.5l3 3.5h-9" className="promise-flag" data-state="kept" />
        </svg>
        {t('web.ladder.legend.promised')}
      </li>
    )}
    {hasComing && (
      <li>
        <i className="coming-sign" />
        {t('web.ladder.legend.coming')}
      </li>
    )}
    {hasClosed && (
      <li>
        <i className="fold-sign" />
        {t('web.ladder.legend.closed')}
      </li>
    )}
    {hasFolds && (
      <li>
        <i className="fold-sign" />
        {t('web.ladder.legend.folded')}
      </li>
    )}
  </ul>
);
