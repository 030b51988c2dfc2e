/** Every id that `locales/en.json` has words for. */
export type MessageId = Extract<
  // oxlint-disable-next-line typescript/consistent-type-imports -- only the file's keys are wanted, as types
  keyof typeof import('../../../locales/en.json', { with: { type: 'json' } }),
  `web.${string}` | `refusal.${string}`
>;
