import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { isUnreached, Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { signIn } from '#web/people/queries.ts';
import { Brand } from '#web/ui/Brand.tsx';
import { Button } from '#web/ui/Button.tsx';

function words(error: unknown): string {
  if (isUnreached(error)) return t('web.error.unreached');
  const status = error instanceof Refused ? error.status : 500;
  if (status === 429) return t('web.sign_in.too_often');
  return status < 500 ? t('web.sign_in.wrong') : t('web.sign_in.failed');
}

/** E-mail and password; afterwards back to where one was. */
export function SignIn() {
  const { to } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: () => {
      client.clear();
      router.history.push(to ?? '/');
    },
    onError: () => document.getElementById('password')?.focus(),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <main className="sign-in">
      <form className="grid w-full max-w-[340px] gap-4" onSubmit={submit} noValidate={false}>
        <Brand height={32} />
        <div>
          <h1 className="text-20">{t('web.sign_in.title')}</h1>
          <p className="text-13 text-muted">{to === undefined ? t('web.sign_in.text') : t('web.sign_in.back')}</p>
        </div>
        <label className="grid gap-1 text-13 font-medium">
          {t('web.sign_in.email')}
          <input
            className="field text-14 font-normal"
            type="email"
            name="email"
            autoComplete="username"
            required
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page is this form and nothing else
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
        <label className="grid gap-1 text-13 font-medium">
          {t('web.sign_in.password')}
          <input
            id="password"
            className="field text-14 font-normal"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            aria-invalid={enter.isError}
            aria-describedby={enter.isError ? 'sign-in-error' : undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {enter.isError && (
          <p id="sign-in-error" role="alert" className="text-13 text-critical">
            {words(enter.error)}
          </p>
        )}
        <Button type="submit" kind="primary" size="large" aria-busy={enter.isPending}>
          {enter.isPending ? t('web.sign_in.pending') : t('web.sign_in.submit')}
        </Button>
      </form>
    </main>
  );
}
