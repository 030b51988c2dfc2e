import { COMMANDS } from '#server/cli-commands.ts';
import type { Say } from '#server/cli-words.ts';

/** Every command there is, with what it does. */
export const helpText = (say: Say): string => {
  const lines: [usage: string, words: string][] = [
    ['npm start', say('cli.help.start')],
    ...COMMANDS.map(({ usage, name }): [string, string] => [
      `npx belay ${usage}`,
      say(`cli.help.${name.replaceAll(/[ -]/g, '_')}`),
    ]),
    ['npx belay help', say('cli.help.help')],
  ];
  const told = lines.map(([usage, words]) => `  ${usage}\n      ${words}`);
  return [say('cli.help.title'), '', ...told, '', say('cli.help.where')].join('\n');
};
