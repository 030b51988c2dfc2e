/** Every id that `locales/en.json` has words for. */
export type MessageId = Extract<
  keyof typeof import('../../../locales/en.json', { with: { type: 'json' } }),
  `web.${string}` | `refusal.${string}` | `problem.${string}`
>;
