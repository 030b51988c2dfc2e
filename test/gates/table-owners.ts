/** Who may write a table. `writers` are globs of files; `by` is belay, or the package that owns it. */
export interface TableOwner {
  readonly by: 'belay' | 'better-auth' | 'pg-boss';
  readonly writers: readonly string[];
}

const stores = (concept: string): string[] => [
  `src/server/${concept}/store.ts`,
  `src/server/${concept}/*-store.ts`,
  `src/server/${concept}/store/*.ts`,
];
const belay = (...writers: string[]): TableOwner => ({ by: 'belay', writers });
const theirs = (by: 'better-auth' | 'pg-boss'): TableOwner => ({ by, writers: [] });

const ticket = belay(...stores('ticket'));
const sla = belay(...stores('sla'));
const people = belay(...stores('people'));

/** Files that write whichever table is named to them, and why they may. */
export const writersOfAll: Record<string, string> = {
  'src/server/platform/backup/restore.ts': 'loads a backup into empty tables, before anything runs',
};

/** Every table there is. A table not listed here may not be made, and may not be written. */
export const tableOwners: Record<string, TableOwner> = {
  ticket,
  sla_clock: ticket,
  escalation: ticket,
  promise: ticket,
  leg: ticket,
  approval: ticket,
  question: ticket,
  approval_limit: belay(...stores('approval')),
  approval_delegate: belay(...stores('approval')),
  approval_link: belay(...stores('approval')),
  ticket_event: ticket,
  ticket_command: ticket,
  idempotency_answer: ticket,
  ticket_follower: ticket,
  // Kept by triggers of the database, so that no writer can forget it.
  ticket_search: belay(),
  message: ticket,
  attachment: ticket,
  upload: ticket,
  presence: ticket,
  notice: ticket,
  agent_load: ticket,
  channel_load: ticket,
  rotation_turn: ticket,
  agent_word: ticket,
  recheck: ticket,
  intake: belay(...stores('ticket')),
  // Inserted in the deciding transaction by the ticket; moved on by the loop that delivers.
  outbox: belay(...stores('ticket'), 'src/server/platform/outbox/*.ts'),
  blob: belay('src/server/platform/storage/*.ts'),
  setting: belay('src/server/platform/**/*.ts'),
  migration: belay('src/server/platform/db/migrate.ts'),
  awaited_parent: belay(...stores('ticket')),
  mailbox_connection: belay('src/server/channels/email/*store.ts'),
  // What was kept of mail to somebody who is forgotten goes with their tickets.
  caught_mail: belay('src/server/channels/email/*store.ts', 'src/server/ticket/erasure-store.ts'),
  organisation: people,
  team: people,
  person: people,
  team_member: people,
  skill: people,
  person_skill: people,
  duty_list: people,
  shift: people,
  absence: people,
  person_capacity: people,
  notification_rule: people,
  agent: belay(...stores('agent')),
  agent_event: belay(...stores('agent')),
  heartbeat: belay(...stores('agent')),
  queue: belay(...stores('queue')),
  queue_event: belay(...stores('queue')),
  queue_skill: belay(...stores('queue')),
  mailbox: people,
  api_key: people,
  ticket_fact: belay(...stores('metrics')),
  clock_cycle: belay(...stores('metrics')),
  config_version: sla,
  config_active: sla,
  config_draft: sla,
  rollout: sla,
  rollout_ticket: sla,
  simulation: belay(...stores('simulate')),

  user: theirs('better-auth'),
  session: theirs('better-auth'),
  account: theirs('better-auth'),
  verification: theirs('better-auth'),
};
