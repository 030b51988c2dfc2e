import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dialog } from 'radix-ui';
import { useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { LANGUAGES, SEVERITIES } from '#core/ticket/ticket.ts';
import type { TeamRef } from '#contract/common.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { api, newCommandId } from '#web/app/api.ts';
import { languageName } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { closeNewTicket } from '#web/ticket/new-ticket.ts';
import { RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { Button } from '#web/ui/Button.tsx';

const EMPTY = { email: '', name: '', language: '', subject: '', text: '', team: '', severity: 'S3', assignee: '' };
type Draft = typeof EMPTY;
const KEY = 'belay.draft.new';

function readDraft(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

function keepDraft(draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage may be forbidden: what was typed then lasts as long as the form.
  }
}

const asBody = (draft: Draft, myId: number | undefined) => ({
  requester: {
    email: draft.email.trim(),
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(draft.language === '' ? {} : { language: draft.language }),
  },
  subject: draft.subject.trim(),
  text: draft.text.trim(),
  severity: draft.severity,
  ...(draft.team === '' ? {} : { teamId: Number(draft.team) }),
  ...(draft.assignee === 'me' && myId !== undefined ? { assigneeId: myId } : {}),
});

function useCreation(draft: Draft) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const sent = useRef({ key: '', body: '' });
  return useMutation({
    // The same words are one ticket however often they are sent: an answer may be lost on the way.
    mutationFn: () => {
      const body = asBody(draft, me?.id);
      const words = JSON.stringify(body);
      if (sent.current.body !== words) sent.current = { key: newCommandId(), body: words };
      return api.post<TicketDetail>('/api/tickets', body, { 'idempotency-key': sent.current.key });
    },
    onSuccess: async (ticket) => {
      keepDraft(null);
      closeNewTicket();
      toast(t('web.new.done', { number: ticket.number }));
      void client.invalidateQueries({ queryKey: ['tickets'] });
      await navigate({ to: '/inbox/$view/$ticketId', params: { view: 'all', ticketId: ticket.id } });
    },
  });
}

interface PartProps {
  draft: Draft;
  write: (change: Partial<Draft>) => void;
}

/** Writes down what somebody asked for, in their name. Closed by mistake, it has kept what was typed. */
export function NewTicketDialog() {
  const { data: people } = useQuery(peopleQuery);
  const [draft, setDraft] = useState(readDraft);
  const write = (change: Partial<Draft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    keepDraft(next);
  };
  const create = useCreation(draft);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && closeNewTicket()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog"
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submitForm(event.currentTarget);
          }}
        >
          <form onSubmit={submit}>
            <div className="grid gap-4 p-6">
              <Dialog.Title className="text-16">{t('web.new.title')}</Dialog.Title>
              <Requester draft={draft} write={write} />
              <Words draft={draft} write={write} />
              <Placing draft={draft} write={write} teams={people?.teams ?? []} />
              <RefusalAlert error={create.error} />
            </div>
            <footer className="dialog-foot">
              <Button kind="ghost" onClick={closeNewTicket}>
                {t('web.dialog.cancel')}
              </Button>
              <Button type="submit" kind="primary" shortcut="Mod+Enter" aria-busy={create.isPending}>
                {t('web.new.do')}
              </Button>
            </footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const Words = ({ draft, write }: PartProps) => (
  <>
    <Row label={t('web.new.subject')}>
      <input
        className="field text-14 font-normal"
        required
        maxLength={300}
        value={draft.subject}
        onChange={(event) => write({ subject: event.target.value })}
      />
    </Row>
    <Row label={t('web.new.text')}>
      <textarea
        className="field min-h-[120px] font-normal"
        required
        maxLength={100_000}
        value={draft.text}
        onChange={(event) => write({ text: event.target.value })}
      />
    </Row>
  </>
);

/** Where it goes: by the rules unless somebody knows better. */
const Placing = ({ draft, write, teams }: PartProps & { teams: readonly TeamRef[] }) => (
  <div className="grid gap-3 sm:grid-cols-[1fr_1.25fr_1fr]">
    <Row label={t('web.filter.field.team')}>
      <Select value={draft.team} onPick={(team) => write({ team })}>
        <option value="">{t('web.new.team_auto')}</option>
        {teams.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </Select>
    </Row>
    <Row label={t('web.filter.field.severity')}>
      <Select value={draft.severity} onPick={(severity) => write({ severity })}>
        {SEVERITIES.map((one) => (
          <option key={one} value={one}>
            {t(`web.severity.${one}`)}
          </option>
        ))}
      </Select>
    </Row>
    <Row label={t('web.filter.field.assignee')}>
      <Select value={draft.assignee} onPick={(assignee) => write({ assignee })}>
        <option value="">{t('web.new.assignee_auto')}</option>
        <option value="me">{t('web.filter.assignee.me')}</option>
      </Select>
    </Row>
  </div>
);

const submitForm = (dialog: HTMLElement): void => dialog.querySelector('form')?.requestSubmit();

/** Whose matter it is: by address, with the name and the language for somebody who is new. */
const Requester = ({ draft, write }: PartProps) => (
  <div className="grid gap-3 sm:grid-cols-[1.4fr_1fr_0.8fr]">
    <Row label={t('web.new.email')}>
      <input
        className="field text-14 font-normal"
        type="email"
        required
        maxLength={254}
        value={draft.email}
        onChange={(event) => write({ email: event.target.value })}
      />
    </Row>
    <Row label={t('web.new.name')}>
      <input
        className="field text-14 font-normal"
        maxLength={200}
        value={draft.name}
        onChange={(event) => write({ name: event.target.value })}
      />
    </Row>
    <Row label={t('web.filter.field.language')}>
      <Select value={draft.language} onPick={(language) => write({ language })}>
        <option value="">{t('web.new.language_auto')}</option>
        {LANGUAGES.map((one) => (
          <option key={one} value={one}>
            {languageName(one)}
          </option>
        ))}
      </Select>
    </Row>
  </div>
);

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <label className="grid content-start gap-1 text-13 font-medium">
    {label}
    {children}
  </label>
);

const Select = ({
  value,
  onPick,
  children,
}: {
  value: string;
  onPick: (value: string) => void;
  children: ReactNode;
}) => (
  <select className="field text-14 font-normal" value={value} onChange={(event) => onPick(event.target.value)}>
    {children}
  </select>
);
