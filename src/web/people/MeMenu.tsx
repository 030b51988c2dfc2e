import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { setTheme, THEMES, useTheme, type Theme } from '#web/app/theme.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery, signOut } from '#web/people/queries.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

/** Who is signed in; the theme, and the way out. */
export function MeMenu() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const theme = useTheme();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      client.clear();
    },
    onError: (error) => toast(errorWords(error), 'refused'),
  });
  if (me === undefined) return null;
  return (
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
          <DropdownMenu.Label className="menu-title">{t('web.theme.title')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
            {THEMES.map((name) => (
              <DropdownMenu.RadioItem key={name} value={name} className="menu-item">
                <span className="grid size-[14px] place-items-center rounded-full border border-control">
                  <DropdownMenu.ItemIndicator className="size-[8px] rounded-full bg-accent" />
                </span>
                {t(`web.theme.${name}`)}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => leave.mutate()}>
            <LogOut className="icon text-muted" aria-hidden="true" />
            {t('web.me.sign_out')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
