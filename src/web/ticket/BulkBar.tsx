import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { BulkAct } from '#contract/bulk.ts';
import type { People } from '#contract/me.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { spokenDuration } from '#web/app/format.ts';
import { refusalWords, t } from '#web/app/i18n.ts';
import { REASONS } from '#web/escalation/choices.ts';
import { peopleQuery } from '#web/people/queries.ts';
import { BulkMenu } from '#web/ticket/BulkMenu.tsx';
import { SNOOZES_MS } from '#web/ticket/snooze-lengths.ts';
import type { Arranged } from '#web/ticket/stable-order.ts';
import { TagsForm } from '#web/ticket/TagsForm.tsx';
import { useBulk, type Left } from '#web/ticket/use-bulk.ts';
import type { Checked } from '#web/ticket/use-checked.ts';
import { Button } from '#web/ui/Button.tsx';

const STATUSES = ['open', 'waiting_on_customer', 'on_hold', 'solved'] as const;
const SEVERITIES = ['S1', 'S2', 'S3', 'S4'] as const;

interface Props {
  checked: Checked;
  rows: readonly Arranged<TicketRow>[];
}

/** What can be done to the selected tickets together, and for which of them it was refused. */
export const BulkBar = memo(function BulkBar({ checked, rows }: Props) {
  const chosen = useMemo(() => chosenOf(rows, checked.ids), [rows, checked.ids]);
  const bulk = useBulk((refused) => checked.replace(refused.map((one) => one.id)));
  if (chosen.length === 0 && bulk.left === null) return null;
  return (
    <div className="bulk" role="region" aria-label={t('web.bulk.label')}>
      {bulk.left !== null && (
        <Refusals left={bulk.left} onRetry={bulk.retry} onDismiss={bulk.dismiss} isBusy={bulk.isPending} />
      )}
      <div className="bulk-acts">
        <b className="num text-13" role="status">
          {t('web.bulk.count', { count: chosen.length })}
        </b>
        <Button
          kind="ghost"
          size="icon"
          aria-label={t('web.bulk.clear')}
          title={t('web.bulk.clear')}
          onClick={checked.clear}
        >
          <X className="icon" aria-hidden="true" />
        </Button>
        <Menus chosen={chosen} start={bulk.start} />
      </div>
    </div>
  );
});

/** Of ten thousand rows none need be looked at when nothing is selected. */
const chosenOf = (rows: Props['rows'], ids: ReadonlySet<number>): readonly TicketRow[] =>
  ids.size === 0 ? [] : rows.filter(({ row, gone }) => !gone && ids.has(row.id)).map(({ row }) => row);

interface MenusProps {
  chosen: readonly TicketRow[];
  start: ReturnType<typeof useBulk>['start'];
}

function Menus({ chosen, start }: MenusProps) {
  const { data: people } = useQuery(peopleQuery);
  const tags = [...new Set(chosen.flatMap((row) => row.tags))].toSorted();
  const shared = { chosen, onPick: (actFor: (row: TicketRow) => BulkAct) => start(chosen, actFor) };
  return (
    <>
      <BulkMenu
        {...shared}
        label={t('web.bulk.assign')}
        options={[
          ...(chosen.some((row) => row.assignee !== null) ? [{ value: '', words: t('web.filter.assignee.none') }] : []),
          ...(people?.items ?? []).map((one) => ({ value: String(one.id), words: one.name })),
        ]}
        actOf={(value) => assignTo(people?.items.find((one) => String(one.id) === value))}
      />
      <BulkMenu
        {...shared}
        label={t('web.bulk.team')}
        options={(people?.teams ?? []).map((team) => ({ value: String(team.id), words: team.name }))}
        actOf={(value) => () => ({ type: 'team', teamId: Number(value) })}
      />
      <BulkMenu
        {...shared}
        label={t('web.bulk.severity')}
        options={SEVERITIES.map((value) => ({ value, words: t(`web.severity.${value}`) }))}
        actOf={(severity) => () => ({ type: 'severity', severity })}
      />
      <BulkMenu
        {...shared}
        label={t('web.bulk.status')}
        options={STATUSES.map((value) => ({ value, words: t(`web.status.${value}`) }))}
        actOf={(status) => () => ({ type: 'status', status })}
      />
      <BulkMenu
        {...shared}
        label={t('web.bulk.escalate')}
        options={REASONS.map((value) => ({ value, words: t(`web.escalate.reason.${value}`) }))}
        actOf={(reason) => () => ({ type: 'escalate', reason })}
      />
      <BulkMenu
        {...shared}
        label={t('web.bulk.snooze')}
        options={SNOOZES_MS.map((lengthMs) => ({ value: lengthMs, words: spokenDuration(lengthMs) }))}
        actOf={(lengthMs) => {
          const until = serverNow() + lengthMs;
          return () => ({ type: 'snooze', until });
        }}
      />
      <TagsForm
        tags={tags}
        onAdd={(tag) => start(chosen, () => ({ type: 'tags', add: [tag], remove: [] }))}
        onTake={(tag) => start(chosen, () => ({ type: 'tags', add: [], remove: [tag] }))}
      />
    </>
  );
}

/** To a person of another team the ticket goes with that team; without a person, back to its own. */
const assignTo =
  (person: People['items'][number] | undefined) =>
  (row: TicketRow): BulkAct => {
    const elsewhere = person === undefined || person.teamIds.includes(row.team.id) ? undefined : person.teamIds[0];
    return {
      type: 'assign',
      assigneeId: person?.id ?? null,
      ...(elsewhere === undefined ? {} : { teamId: elsewhere }),
    };
  };

interface RefusalsProps {
  left: Left;
  onRetry: () => void;
  onDismiss: () => void;
  isBusy: boolean;
}

const Refusals = ({ left, onRetry, onDismiss, isBusy }: RefusalsProps) => (
  <div className="bulk-refused" role="alert">
    <p className="font-medium">{t('web.bulk.refused', { count: left.refused.length })}</p>
    <ul
      className="max-h-[120px] overflow-auto"
      tabIndex={0}
      aria-label={t('web.bulk.refused', { count: left.refused.length })}
    >
      {left.refused.map(({ id, code }) => {
        const row = left.rows.find((one) => one.id === id);
        return (
          <li key={id}>
            <span className="num text-muted">{t('web.ticket.number', { number: row?.number ?? id })}</span>{' '}
            {refusalWords(code)}
          </li>
        );
      })}
    </ul>
    <span className="flex gap-2">
      <Button size="small" aria-busy={isBusy} onClick={onRetry}>
        {t('web.bulk.retry')}
      </Button>
      <Button size="small" kind="ghost" onClick={onDismiss}>
        {t('web.toast.dismiss')}
      </Button>
    </span>
  </div>
);
