import { Outlet } from '@tanstack/react-router';
import { Toaster } from '#web/ui/Toaster.tsx';

/** What every page has, signed in or not. */
export const Root = () => (
  <>
    <Outlet />
    <Toaster />
  </>
);
