import { CHANNELS } from '#core/ticket/ticket.ts';
import type { TeamVersion } from './config-body.ts';
import type { Block } from './document-blocks.ts';
import { lengthOf, listOf } from './document-lengths.ts';
import type { DocumentSource } from './document-source.ts';
import type { DocumentWords } from './document-words.ts';

/** Who is in which team, and how its tickets find somebody; nothing as long as no team was put down. */
export const teamBlocks = (source: DocumentSource, words: DocumentWords): Block[] => {
  const { language, say } = words;
  if (source.teams.length === 0) return [];
  const person = (id: number): string => source.names.person.get(id) ?? String(id);
  const head = ['team', 'members', 'leads', 'tickets', 'needs'].map((column) => say(`column.${column}`));
  const rows = source.teams.map((team) => [
    team.name,
    listOf(
      team.members.map(({ personId }) => person(personId)),
      language,
    ),
    listOf(
      team.members.flatMap(({ personId, leads }) => (leads ? [person(personId)] : [])),
      language,
    ),
    routingWords(team, source, words),
    needWords(team, source, words),
  ]);
  return [
    { type: 'heading', level: 2, text: say('section.teams') },
    { type: 'table', head, rows },
  ];
};

/** Who has which skill at which level; nothing as long as no skill was put down. */
export const skillBlocks = ({ skills, names }: DocumentSource, { language, say }: DocumentWords): Block[] => {
  if (skills.length === 0) return [];
  const rows = skills.map(({ name, holders }) => [
    name,
    listOf(
      holders.map(({ personId, level }) =>
        say('skill.holder', { name: names.person.get(personId) ?? personId, level }),
      ),
      language,
    ),
  ]);
  return [
    { type: 'heading', level: 2, text: say('section.skills') },
    { type: 'table', head: [say('column.skill'), say('column.holders')], rows },
  ];
};

/** How much people hold of a channel at once; nothing as long as nobody has a limit. */
export const limitBlocks = ({ limits, names }: DocumentSource, { language, say }: DocumentWords): Block[] => {
  const rows = limits
    .flatMap(({ holders }) => holders)
    .map(({ personId, most }) => [
      names.person.get(personId) ?? String(personId),
      listOf(
        CHANNELS.flatMap((channel) =>
          most[channel] === undefined ? [] : `${say(`channel.${channel}`)}: ${most[channel]}`,
        ),
        language,
      ),
    ]);
  if (rows.length === 0) return [];
  return [
    { type: 'heading', level: 2, text: say('section.limits') },
    { type: 'table', head: [say('column.person'), say('column.most')], rows },
  ];
};

const routingWords = (team: TeamVersion, { names }: DocumentSource, { language, say }: DocumentWords): string => {
  const { mode, offerMs, overflowTeamId, overflowAfterMs, answerMs } = team;
  const length = (ms: number): string => lengthOf(ms, language);
  return [
    mode === 'push' ? say('team.push', { length: length(offerMs) }) : say('team.direct'),
    ...(overflowTeamId === null
      ? []
      : [
          say('team.overflow', {
            team: names.team.get(overflowTeamId) ?? overflowTeamId,
            length: length(overflowAfterMs),
          }),
        ]),
    say('team.answer', { length: length(answerMs) }),
  ].join('; ');
};

const needWords = (
  { needs }: TeamVersion,
  { names, matrix }: DocumentSource,
  { language, say }: DocumentWords,
): string =>
  needs
    .map(({ topic, skillId, level }) =>
      say('team.need', {
        topic: matrix?.topicNames?.[topic]?.[language] ?? topic,
        skill: say('target.skill', { skill: names.skill.get(skillId) ?? skillId, level }),
      }),
    )
    .join('; ');
