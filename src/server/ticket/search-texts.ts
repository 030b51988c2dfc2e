import type { Highlight } from '#contract/search.ts';
import type { Excerpt } from './search-highlight.ts';
import type { Matcher, Term } from './search-query.ts';

type SaidText = { id: number; kind: string; text: string };

/** What of a found ticket may hold the words, as `TEXTS` reads it. */
export type Texts = { said: SaidText[]; files: string[]; requester_address: string | null };

/** The newest messages that are looked at for an excerpt, and so much of each. */
const MESSAGES = 12;
const LETTERS = 4_000;

/** Columns and joins for `Texts`; `t` is the ticket. */
export const TEXTS = {
  columns: 'texts.said, texts.files, requester.email as requester_address',
  joins: `cross join lateral (
    select coalesce(json_agg(json_build_object('id', m.id, 'kind', m.kind, 'text', left(m.visible_text, ${LETTERS}))
        order by m.id desc), '[]') as said,
      array(select a.name from message f join attachment a on a.message_id = f.id where f.ticket_id = t.id
        and f.delivery is distinct from 'cancelled' order by a.id desc limit 20) as files
    from (select * from message m where m.ticket_id = t.id and m.delivery is distinct from 'cancelled'
      order by m.id desc limit ${MESSAGES}) m
  ) texts`,
};

type FoundRow = Texts & {
  number: number;
  subject: string;
  topic: string;
  tags: string[];
  requester_name: string;
};

/** Where in a ticket the words stand: its head first, then what was said, until every word was shown once. */
export const highlightsOf = (row: FoundRow, { terms }: Matcher, excerpt: Excerpt): Highlight[] => {
  const shown: Highlight[] = [];
  const missing = new Set<Term>(terms.filter(({ without }) => !without));
  const look = (field: Highlight['field'], text: string, messageId: number | null = null): void => {
    const found = excerpt(field, text, messageId);
    if (found === null) return;
    const isNew = [...found.terms].some((term) => missing.has(term));
    for (const term of found.terms) missing.delete(term);
    // the subject is shown anyway, and a message once even when the head had it all
    const isFirstSaid = messageId !== null && !shown.some((each) => each.messageId !== null);
    if (isNew || isFirstSaid) shown.push(found.highlight);
  };
  look('number', `#${row.number}`);
  look('subject', row.subject);
  look('requester', [row.requester_name, row.requester_address].filter((each) => each !== null).join(' '));
  look('topic', row.topic);
  for (const tag of row.tags) look('tag', tag);
  for (const name of row.files) look('attachment', name);
  for (const { id, kind, text } of row.said) {
    look(kind === 'note' ? 'note' : 'message', text, id);
    if (missing.size === 0 && shown.some(({ messageId }) => messageId !== null)) break;
  }
  return shown;
};
