import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { speakFirst } from '#web/app/i18n.ts';
import { router } from '#web/app/router.tsx';
import { keepShell } from '#web/app/offline/keep-shell.ts';
import './ui/base.css';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
await speakFirst();
createRoot(place).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={router.options.context.queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
keepShell();
