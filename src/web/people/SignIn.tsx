import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState, type InputHTMLAttributes, type SubmitEvent } from 'react';
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
  const error = enter.isError ? { 'aria-invalid': true, 'aria-describedby': 'sign-in-error' } : {};
  return (
    <main className="sign-in">
      <form className="grid w-full max-w-[340px] gap-4" onSubmit={submit}>
        <Brand height={32} />
        <div>
          <h1 className="text-20">{t('web.sign_in.title')}</h1>
          <p className="text-13 text-muted">{to === undefined ? t('web.sign_in.text') : t('web.sign_in.back')}</p>
        </div>
        <Field
          id="email"
          label={t('web.sign_in.email')}
          type="email"
          autoComplete="username"
          value={email}
          onWrite={setEmail}
        />
        <Field
          id="password"
          label={t('web.sign_in.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onWrite={setPassword}
          {...error}
        />
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

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string;
  label: string;
  onWrite: (text: string) => void;
}

const Field = ({ id, label, onWrite, ...rest }: FieldProps) => (
  <label className="grid gap-1 text-13 font-medium">
    {label}
    <input
      {...rest}
      id={id}
      name={id}
      className="field text-14 font-normal"
      required
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page is this form and nothing else
      autoFocus={id === 'email'}
      onChange={(event) => onWrite(event.target.value)}
    />
  </label>
);
