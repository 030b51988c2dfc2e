import { Bell, CircleQuestionMark, Copy, Ellipsis, ShieldX, Undo2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Fragment, lazy, Suspense, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { CATALOGUE } from '#web/app/keys/catalogue.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { MATTER_ICONS, matterKey, MATTERS, mattersOf, refusalOfMatter, type Matter } from '#web/ticket/matters.ts';
import { isOffered, refusalOf } from '#web/ticket/refusal.ts';
import { once, useAct, useUndoable } from '#web/ticket/use-act.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import { MenuItem } from '#web/ui/MenuItem.tsx';

const MatterDialog = lazy(() =>
  import('#web/ticket/MatterDialog.tsx').then((part) => ({ default: part.MatterDialog })),
);

const SHORTEST_SILENCE_MS = 60_000;

const CandidatesDialog = lazy(() =>
  import('#web/routing/CandidatesDialog.tsx').then((part) => ({ default: part.CandidatesDialog })),
);

/** What is done seldom: about its climb, asking others, and where it belongs. */
export function TicketMore({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState<Matter | 'candidates' | null>(null);
  const copy = useCopy(ticket.id);
  useKeys([
    { id: 'ticket.copy', title: 'web.key.copy', keys: ['y'], scope: 'ticket', run: copy },
    {
      ...CATALOGUE['ticket.candidates']!,
      id: 'ticket.candidates',
      run: () => setShown('candidates'),
    },
    ...MATTERS.map((matter) => ({
      ...matterKey(matter),
      id: `ticket.${matter}`,
      when: () => refusalOfMatter(ticket, matter) === null,
      run: () => setShown(matter),
    })),
  ]);
  return (
    <>
      <MenuButton
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="button"
        data-kind="ghost"
        data-size="icon"
        aria-label={t('web.more.label')}
        title={t('web.more.label')}
        align="end"
        menu={
          <>
            <Presses ticket={ticket} />
            <Matters ticket={ticket} onPick={setShown} />
            <Spam ticket={ticket} />
            <MenuItem icon={CircleQuestionMark} onSelect={() => setShown('candidates')}>
              {t('web.more.candidates')}
            </MenuItem>
            <MenuItem icon={Copy} shortcut="y" onSelect={copy}>
              {t('web.more.copy')}
            </MenuItem>
          </>
        }
      >
        <Ellipsis className="icon" aria-hidden="true" />
      </MenuButton>
      {shown !== null && (
        <Suspense fallback={null}>
          {shown === 'candidates' ? (
            <CandidatesDialog ticket={ticket} onClose={() => setShown(null)} />
          ) : (
            <MatterDialog matter={shown} ticket={ticket} onClose={() => setShown(null)} />
          )}
        </Suspense>
      )}
    </>
  );
}

function useCopy(ticketId: number): () => void {
  return () => {
    const link = new URL(`/t/${ticketId}`, location.href).href;
    navigator.clipboard.writeText(link).then(
      () => toast(t('web.more.copied')),
      () => toast(link, 'refused'),
    );
  };
}

/** What a press takes back, beside what there is to take back. */
function Presses({ ticket }: { ticket: TicketDetail }) {
  const act = useAct(ticket.id);
  const undoable = useUndoable(ticket.id);
  const escalation = liveEscalation(ticket);
  const escalationId = escalation?.id;
  const { may } = ticket;
  const endSilence = (id: number, until: number): void => {
    const lengthMs = Math.max(SHORTEST_SILENCE_MS, until - serverNow());
    undoable({ type: 'end_silence', escalationId: id }, t('web.silence.ended'), {
      type: 'silence',
      escalationId: id,
      lengthMs,
    });
  };
  return (
    <>
      {escalation?.silencedUntil != null && may.end_silence === null && (
        <MenuItem icon={Bell} onSelect={() => endSilence(escalation.id, escalation.silencedUntil!)}>
          {t('web.silence.end')}
        </MenuItem>
      )}
      {escalationId !== undefined && may.take_back === null && (
        <MenuItem
          icon={Undo2}
          hint={t('web.take_back.hint')}
          onSelect={() => act.mutate(once({ type: 'take_back', escalationId }))}
        >
          {t('web.take_back.do')}
        </MenuItem>
      )}
    </>
  );
}

function Spam({ ticket }: { ticket: TicketDetail }) {
  const act = useUndoable(ticket.id);
  if (!isOffered(ticket.may.mark_spam)) return null;
  return (
    <MenuItem
      icon={ShieldX}
      refusal={refusalOf(ticket.may.mark_spam)}
      onSelect={() => act({ type: 'spam' }, t('web.spam.done'), { type: 'no_spam' })}
    >
      {t('web.spam.do')}
    </MenuItem>
  );
}

/** What asks for more in a dialog. */
const Matters = ({ ticket, onPick }: { ticket: TicketDetail; onPick: (matter: Matter) => void }) =>
  mattersOf(ticket).map((group) => (
    <Fragment key={group[0]}>
      {group.map((matter) => {
        const [key] = matterKey(matter).keys;
        return (
          <MenuItem
            key={matter}
            icon={MATTER_ICONS[matter]}
            shortcut={key}
            refusal={refusalOf(refusalOfMatter(ticket, matter))}
            onSelect={() => onPick(matter)}
          >
            {t(`web.more.${matter}`)}
          </MenuItem>
        );
      })}
      <DropdownMenu.Separator className="menu-line" />
    </Fragment>
  ));
