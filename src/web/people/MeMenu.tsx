import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { i18n } from '@lingui/core';
import { History, Keyboard, LogOut } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { setTheme, THEMES, useTheme, type Theme } from '#web/app/theme.ts';
import { ownLanguageName } from '#web/app/format.ts';
import { chooseLanguage, SPOKEN, t } from '#web/app/i18n.ts';
import { forgetEverywhere } from '#web/app/offline/copies.ts';
import { forgetActs, toast } from '#web/app/toasts.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { LeaveDialog } from '#web/people/LeaveDialog.tsx';
import { meQuery, saveLanguage, signOut } from '#web/people/queries.ts';
import { forgetWaiting, waitingOf } from '#web/ticket/waiting-acts.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

/** Signs out and takes what is this person's off the browser; asks first when something has not gone out. */
function useLeave(meId: number | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [unsent, setUnsent] = useState(0);
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      client.clear();
      forgetActs();
      await forgetEverywhere();
      if (meId !== undefined) await forgetWaiting(meId);
    },
    onError: (error) => toast(errorWords(error), 'refused'),
  });
  return {
    leave: () => {
      const count = meId === undefined ? 0 : waitingOf(meId).length;
      if (count === 0) mutate();
      else setUnsent(count);
    },
    dialog: unsent > 0 && (
      <LeaveDialog
        count={unsent}
        onStay={() => setUnsent(0)}
        onLeave={() => {
          setUnsent(0);
          mutate();
        }}
      />
    ),
  };
}

/** Who is signed in; the theme, and the way out. */
export function MeMenu() {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { leave, dialog } = useLeave(me?.id);
  const language = useMutation({
    mutationFn: async (name: string) => {
      await chooseLanguage(name);
      // What Belay writes to this person (mail, refusals) follows; refused, the desk still speaks it.
      client.setQueryData(meQuery.queryKey, await saveLanguage(name));
    },
    onError: (error) => toast(errorWords(error), 'refused'),
  });
  if (me === undefined) return null;
  return (
    <>
      {dialog}
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="rail-me">
          <Avatar person={{ id: me.id, name: me.name, role: me.role }} />
          <span className="grid min-w-0 text-start">
            <b className="cut text-13 font-medium">{me.name}</b>
            <span className="cut text-12 text-muted">{t(`web.role.${me.role}`)}</span>
            <span className="sr-only">{t('web.me.menu')}</span>
          </span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" side="top" align="start" sideOffset={6}>
            <DropdownMenu.Label className="menu-title">{me.email}</DropdownMenu.Label>
            <DropdownMenu.Separator className="menu-line" />
            <Looks language={i18n.locale} onSpeak={(name) => language.mutate(name)} />
            <Places />
            <DropdownMenu.Separator className="menu-line" />
            <DropdownMenu.Item className="menu-item" onSelect={leave}>
              <LogOut className="icon text-muted" aria-hidden="true" />
              {t('web.me.sign_out')}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </>
  );
}

const Places = () => (
  <>
    <DropdownMenu.Item className="menu-item" asChild>
      <Link to="/me/shortcuts">
        <Keyboard className="icon text-muted" aria-hidden="true" />
        {t('web.shortcuts.title')}
      </Link>
    </DropdownMenu.Item>
    <DropdownMenu.Item className="menu-item" asChild>
      <Link to="/me/recent">
        <History className="icon text-muted" aria-hidden="true" />
        {t('web.recent.title')}
      </Link>
    </DropdownMenu.Item>
  </>
);

/** The theme and the language of this desk. */
function Looks({ language, onSpeak }: { language: string; onSpeak: (name: string) => void }) {
  const theme = useTheme();
  return (
    <>
      <Choices title={t('web.theme.title')} value={theme} onPick={(value) => setTheme(value as Theme)}>
        {THEMES.map((name) => ({ value: name, words: t(`web.theme.${name}`) }))}
      </Choices>
      <Choices title={t('web.me.language')} value={language} onPick={onSpeak}>
        {SPOKEN.map((name) => ({ value: name, words: ownLanguageName(name), lang: name }))}
      </Choices>
    </>
  );
}

interface ChoicesProps {
  title: string;
  value: string;
  onPick: (value: string) => void;
  children: readonly { value: string; words: string; lang?: string }[];
}

const Choices = ({ title, value, onPick, children }: ChoicesProps) => (
  <DropdownMenu.Group>
    <DropdownMenu.Label className="menu-title">{title}</DropdownMenu.Label>
    <DropdownMenu.RadioGroup value={value} onValueChange={onPick}>
      {children.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} className="menu-item" lang={choice.lang}>
          <span className="grid size-[14px] place-items-center rounded-full border border-control">
            <DropdownMenu.ItemIndicator className="size-[8px] rounded-full bg-accent" />
          </span>
          {choice.words}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
    <DropdownMenu.Separator className="menu-line" />
  </DropdownMenu.Group>
);
