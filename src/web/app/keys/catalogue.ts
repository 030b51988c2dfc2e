import type { MessageId } from '#web/app/i18n.ts';

export const SCOPES = ['everywhere', 'go', 'list', 'ticket', 'writing'] as const;
export type Scope = (typeof SCOPES)[number];

/** What an action is called, its usual keys and where it lives; the same for whoever binds it. */
export interface KeyEntry {
  title: MessageId;
  keys: readonly string[];
  scope: Scope;
}

const entry = (title: MessageId, scope: Scope, ...keys: string[]): KeyEntry => ({ title, keys, scope });

/** Every action that has a key, also those no component binds right now: the page of keys shows them all. */
export const CATALOGUE: Readonly<Record<string, KeyEntry>> = {
  palette: entry('web.key.palette', 'everywhere', 'Mod+k'),
  search: entry('web.key.search', 'everywhere', '/'),
  help: entry('web.key.help', 'everywhere', '?'),
  create: entry('web.key.create', 'everywhere', 'c'),
  undo: entry('web.key.undo', 'everywhere', 'u', 'Mod+z'),
  presence: entry('web.key.presence', 'everywhere', 'q'),
  'go.breaks': entry('web.breaks.title', 'go'),
  'pane.left': entry('web.key.pane_left', 'everywhere', 'Shift+ArrowLeft'),
  'pane.right': entry('web.key.pane_right', 'everywhere', 'Shift+ArrowRight'),
  'go.inbox': entry('web.key.go.inbox', 'go', 'g i'),
  'go.unassigned': entry('web.key.go.unassigned', 'go', 'g u'),
  'go.escalated': entry('web.key.go.escalated', 'go', 'g e'),
  'go.waiting': entry('web.key.go.waiting', 'go', 'g w'),
  'go.all': entry('web.key.go.all', 'go', 'g a'),
  'go.closed': entry('web.key.go.closed', 'go', 'g c'),
  'go.search': entry('web.key.go.search', 'go', 'g s'),
  'go.rollouts': entry('web.rollouts.title', 'go'),
  'go.shortcuts': entry('web.key.go.shortcuts', 'go', 'g k'),
  'list.next': entry('web.key.next', 'list', 'j', 'ArrowDown'),
  'list.previous': entry('web.key.previous', 'list', 'k', 'ArrowUp'),
  'list.open': entry('web.key.open', 'list', 'Enter'),
  'list.select': entry('web.key.select', 'list', 'x'),
  'list.extend_down': entry('web.key.extend_down', 'list', 'Shift+j', 'Shift+ArrowDown'),
  'list.extend_up': entry('web.key.extend_up', 'list', 'Shift+k', 'Shift+ArrowUp'),
  'list.clear': entry('web.key.clear', 'list', 'Escape'),
  'list.work': entry('web.key.work', 'list', 'w'),
  'list.filter': entry('web.key.filter', 'list', 'f'),
  'list.refresh': entry('web.key.refresh', 'list', '.'),
  'ticket.escalate': entry('web.key.escalate', 'ticket', 'e'),
  'ticket.acknowledge': entry('web.key.acknowledge', 'ticket', 't'),
  'ticket.confirm': entry('web.key.confirm', 'ticket', 't'),
  'ticket.assign': entry('web.key.assign', 'ticket', 'a'),
  'ticket.take': entry('web.key.take', 'ticket', 'i'),
  'ticket.status': entry('web.key.status', 'ticket', 's'),
  'ticket.solve': entry('web.key.solve', 'ticket', 'd'),
  'ticket.undo_send': entry('web.key.undo_send', 'ticket', 'u'),
  'ticket.ladder': entry('web.key.ladder', 'ticket', 'v'),
  'ticket.reply': entry('web.key.reply', 'ticket', 'r'),
  'ticket.note': entry('web.key.note', 'ticket', 'n'),
  'ticket.hand_back': entry('web.key.hand_back', 'ticket', 'h'),
  'ticket.return': entry('web.key.return', 'ticket', 'b'),
  'ticket.severity': entry('web.key.severity', 'ticket', 'p'),
  'ticket.tags': entry('web.key.tags', 'ticket', 'l'),
  'ticket.ask_approval': entry('web.more.ask_approval', 'ticket', 'o'),
  'ticket.snooze': entry('web.more.snooze', 'ticket', 'z'),
  'ticket.copy': entry('web.key.copy', 'ticket', 'y'),
  'ticket.candidates': entry('web.more.candidates', 'ticket'),
  'ticket.silence': entry('web.more.silence', 'ticket'),
  'ticket.apply_path': entry('web.more.apply_path', 'ticket'),
  'ticket.de_escalate': entry('web.more.de_escalate', 'ticket'),
  'ticket.begin_maintenance': entry('web.more.begin_maintenance', 'ticket'),
  'ticket.open_leg': entry('web.more.open_leg', 'ticket'),
  'ticket.ask_question': entry('web.more.ask_question', 'ticket'),
  'ticket.open_dispute': entry('web.more.open_dispute', 'ticket'),
  'ticket.merge': entry('web.more.merge', 'ticket'),
  'ticket.link': entry('web.more.link', 'ticket'),
  'ticket.set_requester': entry('web.more.set_requester', 'ticket'),
  'ticket.topic': entry('web.more.topic', 'ticket'),
  'ticket.keep_out': entry('web.more.keep_out', 'ticket'),
  'writing.send': entry('web.key.send', 'writing', 'Mod+Enter'),
  'writing.send_solve': entry('web.key.send_solve', 'writing', 'Mod+Shift+Enter'),
};
