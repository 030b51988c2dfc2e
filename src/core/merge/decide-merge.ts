import { mergeInto, takeIn } from '#core/merge/merge.ts';
import type { MergeCommand } from '#core/merge/merge-command.ts';
import { splitOff } from '#core/merge/split.ts';
import { release, restore } from '#core/merge/unmerge.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/** What a person makes of two tickets that are one matter, and how they take it back. */
export function decideMerge(draft: Draft, command: MergeCommand, by: PersonId): Outcome {
  switch (command.type) {
    case 'take_in':
      return takeIn(draft, command, by);
    case 'merge_into':
      return mergeInto(draft, command);
    case 'release':
      return release(draft, command, by);
    case 'restore':
      return restore(draft, command, by);
    case 'split_off':
      return splitOff(draft, command);
    default:
      return never(command);
  }
}
