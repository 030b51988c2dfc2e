/** What the desk may weigh, gzipped: printed by every build, which fails when something weighs more. */
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** A chunk of a build as far as its weight matters. */
export interface Chunk {
  file: string;
  /** The module it was made for: the start of the desk, or what is imported lazily; null for what is shared. */
  made: string | null;
  isEntry: boolean;
  /** Chunks that are fetched with it. */
  imports: readonly string[];
  modules: readonly string[];
  gz: number;
}

export interface Weighed {
  name: string;
  gz: number;
  budget: number;
}

const KB = 1_000;
/** The rail, the inbox, the styles and the words of one language: what a route costs first. */
const SHELL = 250 * KB;
/** A settings page, a dialog, the palette. */
const USUAL = 15 * KB;
const OWN: readonly { made: RegExp; budget: number }[] = [
  { made: /\/TicketPane\.tsx$/, budget: 40 * KB },
  { made: /\/RichField\.tsx$/, budget: 150 * KB },
  { made: /virtual:locale\//, budget: 40 * KB },
];
/** What only a lazy chunk may have. */
const HEAVY = /node_modules\/(cmdk|@tiptap|prosemirror-[a-z]+|zod)\//;

/** Everything fetched with `file`, itself included. */
function together(file: string, byFile: ReadonlyMap<string, Chunk>, found = new Set<string>()): Set<string> {
  const chunk = byFile.get(file);
  if (chunk === undefined || found.has(file)) return found;
  found.add(file);
  for (const one of chunk.imports) together(one, byFile, found);
  return found;
}

const short = (module: string): string => module.replace(/^\0/, '').replace(/^.*\/(src|node_modules)\//, '$1/');

/** Weighs the shell and each lazy part by what it adds to the shell, and names what is against the rules. */
export function weigh(
  chunks: readonly Chunk[],
  cssGz: number,
  lazy: ReadonlySet<string>,
): { weighed: Weighed[]; faults: string[] } {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const sum = (files: Iterable<string>): number =>
    [...files].reduce((all, file) => all + (byFile.get(file)?.gz ?? 0), 0);
  const shell = new Set(chunks.filter((chunk) => chunk.isEntry).flatMap((chunk) => [...together(chunk.file, byFile)]));
  const words = chunks.filter((chunk) => chunk.made?.includes('virtual:locale/') === true).map((chunk) => chunk.gz);

  const parts = chunks.filter((chunk) => !chunk.isEntry && chunk.made !== null && !shell.has(chunk.file));
  const weighed = [
    { name: 'shell, inbox, styles, words', gz: sum(shell) + cssGz + Math.max(0, ...words), budget: SHELL },
    ...parts
      .map((chunk) => ({
        name: short(chunk.made ?? chunk.file),
        gz: sum([...together(chunk.file, byFile)].filter((file) => !shell.has(file))),
        budget: OWN.find((own) => own.made.test(chunk.made ?? ''))?.budget ?? USUAL,
      }))
      .toSorted((a, b) => b.gz - a.gz),
  ];
  const eager = [...shell].flatMap((file) => byFile.get(file)?.modules ?? []);
  return {
    weighed,
    faults: [
      ...weighed
        .filter((one) => one.gz > one.budget)
        .map((one) => `${one.name} weighs ${inKb(one.gz)}, more than ${inKb(one.budget)}`),
      ...eager
        .filter((module) => lazy.has(module))
        .map((module) => `${short(module)} is imported lazily and eagerly: it is in the shell`),
      ...new Set(eager.flatMap((module) => HEAVY.exec(module)?.[1] ?? []).map((name) => `${name} is in the shell`)),
    ],
  };
}

const inKb = (bytes: number): string => `${(bytes / KB).toFixed(1)} kB`;
const line = ({ name, gz, budget }: Weighed): string =>
  `  ${inKb(gz).padStart(9)} of ${inKb(budget).padStart(8)}  ${gz > budget ? 'OVER' : '    '}  ${name}`;

/** Prints what each part weighs against its budget, and fails the build when one is over or lies where it must not. */
export const webBudgets = (): Plugin => {
  let say: (text: string) => void = () => undefined;
  let isJudged = false;
  return {
    name: 'belay-budgets',
    apply: 'build',
    configResolved: (config) => {
      say = (text) => config.logger.info(text);
      // Development builds carry React's own checks and are not what people load.
      isJudged = config.isProduction;
    },
    generateBundle(_options, bundle) {
      if (!isJudged) return;
      const outputs = Object.values(bundle);
      const chunks = outputs.flatMap((output): Chunk[] =>
        output.type === 'chunk'
          ? [
              {
                file: output.fileName,
                made: output.facadeModuleId,
                isEntry: output.isEntry,
                imports: output.imports,
                modules: output.moduleIds,
                gz: gzipSync(output.code).length,
              },
            ]
          : [],
      );
      const cssGz = outputs
        .flatMap((output) => (output.type === 'asset' && output.fileName.endsWith('.css') ? [output.source] : []))
        .reduce((all, source) => all + gzipSync(source).length, 0);
      const lazy = new Set(
        [...this.getModuleIds()].filter((id) => (this.getModuleInfo(id)?.dynamicImporters.length ?? 0) > 0),
      );
      const { weighed, faults } = weigh(chunks, cssGz, lazy);
      say(['', 'Budgets, gzipped', ...weighed.map(line), ''].join('\n'));
      if (faults.length > 0) this.error(`the desk is over its budgets:\n  ${faults.join('\n  ')}`);
    },
  };
};
