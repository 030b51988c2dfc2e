import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  CalendarClock,
  Check,
  ChevronUp,
  Coffee,
  Headphones,
  PhoneForwarded,
  Power,
  type LucideIcon,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { AgentPresence, SetPresence } from '#contract/agent.ts';
import { ownPresenceQuery, savePresence } from '#web/agent/queries.ts';
import { serverNow, useTick } from '#web/app/clock.ts';
import { moment, spokenDuration } from '#web/app/format.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { Key } from '#web/ui/Key.tsx';

type Presence = AgentPresence['presence'];
const ICONS: Record<Presence, LucideIcon> = {
  available: Check,
  focus: Headphones,
  break: Coffee,
  transfer_only: PhoneForwarded,
  offline: Power,
};
/** In the order they are offered; a break asks for how long. */
const WITHOUT_END = ['available', 'focus', 'transfer_only', 'offline'] as const;
const BREAKS_MS = [15, 30, 60].map((minutes) => minutes * 60_000);
const FOCUS_MS = [60, 120].map((minutes) => minutes * 60_000);

/** How one is there to be given work, said and set: each says what it does, since a dot would not. */
export function PresenceMenu() {
  const client = useQueryClient();
  const { data: own } = useQuery(ownPresenceQuery);
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: savePresence,
    onSuccess: (next) => client.setQueryData(ownPresenceQuery.queryKey, next),
    onError: (error) => toast(errorWords(error), 'refused'),
  });
  useKeys([{ id: 'presence', title: 'web.key.presence', keys: ['q'], scope: 'everywhere', run: () => setOpen(true) }]);
  if (own === undefined) return null;
  const Icon = ICONS[own.presence];
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <DropdownMenu.Trigger className="rail-item w-full text-start" aria-keyshortcuts="q" data-presence={own.presence}>
        <Icon className="icon" aria-hidden="true" />
        <span className="sr-only">{t('web.agent.label')}</span>
        <span className="cut">
          <Said own={own} />
        </span>
        <ChevronUp className="icon ms-auto size-[14px] text-muted" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={6}>
          <Choices own={own} onPick={(to) => save.mutate(to)} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Said({ own }: { own: AgentPresence }) {
  const until = useTick((now) => (own.until === null ? '' : moment(own.until, now)));
  return until === ''
    ? t(`web.agent.${own.presence}`)
    : t('web.agent.until', { what: t(`web.agent.${own.presence}`), until });
}

function Choices({ own, onPick }: { own: AgentPresence; onPick: (to: SetPresence) => void }) {
  return (
    <>
      <DropdownMenu.Label className="menu-title flex items-center gap-2">
        {t('web.agent.label')}
        <Key name="q" />
      </DropdownMenu.Label>
      {own.because === 'missed_offers' && own.presence === 'break' && (
        <p className="px-2 pb-2 text-12 text-pretty text-soon">{t('web.agent.missed')}</p>
      )}
      <DropdownMenu.RadioGroup
        value={own.presence}
        onValueChange={(to) => onPick({ presence: to as Presence, until: null, reason: null })}
      >
        {WITHOUT_END.map((one) => (
          <Choice key={one} presence={one} />
        ))}
      </DropdownMenu.RadioGroup>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-title">{t('web.agent.break')}</DropdownMenu.Label>
      <p className="px-2 pb-2 text-12 text-pretty text-muted">{t('web.agent.hint.break')}</p>
      <ForAWhile presence="break" lengthsMs={BREAKS_MS} onPick={onPick} />
      <DropdownMenu.Item className="menu-item" asChild>
        <Link to="/me/breaks">
          <CalendarClock className="icon text-muted" aria-hidden="true" />
          {t('web.breaks.menu')}
        </Link>
      </DropdownMenu.Item>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-title">{t('web.agent.focus')}</DropdownMenu.Label>
      <ForAWhile presence="focus" lengthsMs={FOCUS_MS} onPick={onPick} />
    </>
  );
}

interface ForAWhileProps {
  presence: 'break' | 'focus';
  lengthsMs: readonly number[];
  onPick: (to: SetPresence) => void;
}

/** What ends by itself; then one is available again. */
const ForAWhile = ({ presence, lengthsMs, onPick }: ForAWhileProps) => {
  const Icon = ICONS[presence];
  return lengthsMs.map((lengthMs) => (
    <DropdownMenu.Item
      key={lengthMs}
      className="menu-item"
      onSelect={() => onPick({ presence, until: serverNow() + lengthMs, reason: null })}
    >
      <Icon className="icon text-muted" aria-hidden="true" />
      {t('web.agent.break_for', { length: spokenDuration(lengthMs) })}
    </DropdownMenu.Item>
  ));
};

const Choice = ({ presence }: { presence: (typeof WITHOUT_END)[number] }) => {
  const Icon = ICONS[presence];
  return (
    <DropdownMenu.RadioItem value={presence} className="menu-item">
      <Icon className="icon text-muted" aria-hidden="true" />
      <span className="grid">
        <span>{t(`web.agent.${presence}`)}</span>
        <span className="text-12 text-muted">{t(`web.agent.hint.${presence}`)}</span>
      </span>
      <DropdownMenu.ItemIndicator className="ms-auto">
        <Check className="icon size-[14px]" aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
};
