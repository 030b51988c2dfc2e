declare module 'virtual:locales' {
  import type { Messages } from '@lingui/core';
  export const locales: Record<string, () => Promise<{ messages: Messages }>>;
}
