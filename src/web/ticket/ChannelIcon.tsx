import { AtSign, Code, Globe, Mail, MessageSquare, Phone, type LucideIcon } from 'lucide-react';
import type { TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';

const ICONS: Record<TicketRow['channel'], LucideIcon> = {
  email: Mail,
  chat: MessageSquare,
  voice: Phone,
  social: AtSign,
  portal: Globe,
  api: Code,
};

/** Where a ticket came from. */
export function ChannelIcon({ channel }: { channel: TicketRow['channel'] }) {
  const Icon = ICONS[channel];
  const name = t(`web.channel.${channel}`);
  return (
    <span title={name}>
      <Icon className="icon size-[14px]" aria-hidden="true" />
      <span className="sr-only">{name}</span>
    </span>
  );
}
