import type { QueryClient } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';

/** Shows the ticket as an act left it, and has everything fetched anew that the act may have touched. */
export function settle(client: QueryClient, ticketId: number, detail: TicketDetail): void {
  // Splitting a ticket answers with the new one.
  client.setQueryData(['ticket', detail.id], detail);
  if (detail.id !== ticketId) void client.invalidateQueries({ queryKey: ['ticket', ticketId] });
  void client.invalidateQueries({ queryKey: ['tickets'] });
  void client.invalidateQueries({ queryKey: ['messages', ticketId] });
  void client.invalidateQueries({ queryKey: ['events', ticketId] });
}
