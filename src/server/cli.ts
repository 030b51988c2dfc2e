/** `npx belay <command>`: what a person types beside Belay. Exit codes: 0 done, 1 it failed, 2 wrong use; doctor has its own. */
import { parseArgs } from 'node:util';
import { COMMANDS, type Command, type Values } from '#server/cli-commands.ts';
import { helpText } from '#server/cli-help.ts';
import { CommandFailed, WrongUse } from '#server/cli-place.ts';
import { loadWords, terminalLanguage, type Say } from '#server/cli-words.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';

const tell = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const HELP = new Set(['help', '--help', '-h']);

const run = async (args: string[], say: Say): Promise<number> => {
  if (args.length === 0 || args.some((each) => HELP.has(each))) {
    tell(helpText(say));
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (command === undefined) throw new WrongUse(say('cli.unknown_command', { command: args.join(' ') }));
  const { values, positionals } = read(command, args.slice(command.name.split(' ').length));
  if (positionals.length !== command.operands.length) throw new WrongUse(say('cli.usage', { usage: command.usage }));
  return (await command.run({ say, tell, values, operands: positionals })) ?? 0;
};

const read = (command: Command, args: string[]): { values: Values; positionals: string[] } => {
  try {
    return parseArgs({ args, allowPositionals: true, options: command.options ?? {} });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const say = await loadWords(terminalLanguage(process.env));
try {
  process.exitCode = await run(process.argv.slice(2), say);
} catch (error) {
  if (error instanceof WrongUse) {
    complain(`${error.message}\n\n${helpText(say)}`);
    process.exitCode = 2;
  } else if (error instanceof CommandFailed) {
    complain(error.message);
    process.exitCode = 1;
  } else if (error instanceof StartRefusal) {
    complain(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  } else throw error;
}
