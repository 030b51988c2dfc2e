import type { TicketId } from '#core/ids.ts';

/** What a person says with an act, as a note beside it; nothing when they say nothing. */
const noteOf = (text: string): { words?: { kind: 'note'; text: string } } =>
  text === '' ? {} : { words: { kind: 'note', text } };

/** What an act takes from the request of it: its ticket, whoever asks, its id, and what they say with it. */
export const askedOf = <Asking>(
  { params, body }: { params: { id: TicketId }; body: { commandId: string; words?: string } },
  actor: Asking,
): { ticketId: TicketId; actor: Asking; commandId: string } & ReturnType<typeof noteOf> => ({
  ticketId: params.id,
  actor,
  commandId: body.commandId,
  ...noteOf(body.words ?? ''),
});
