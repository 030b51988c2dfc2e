import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { BulkAct } from '#contract/bulk.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { refusalWords } from '#web/app/i18n.ts';
import { refusalOfAll } from '#web/ticket/bulk-refusal.ts';
import { MenuItem } from '#web/ui/MenuItem.tsx';

interface Props<Value extends string | number> {
  label: string;
  options: readonly { value: Value; words: string }[];
  chosen: readonly TicketRow[];
  /** What an option does to each of the selected tickets. */
  actOf: (value: Value) => (row: TicketRow) => BulkAct;
  onPick: (actFor: (row: TicketRow) => BulkAct) => void;
}

/** One thing to set on all selected tickets. */
export const BulkMenu = <Value extends string | number>(props: Props<Value>) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger className="button" data-size="small">
      {props.label}
      <ChevronDown className="icon size-[14px]" aria-hidden="true" />
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content className="menu" align="start" side="top" sideOffset={4} collisionPadding={8}>
        <Options {...props} />
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

/** Only of a menu that is open all selected tickets are looked at. */
const Options = <Value extends string | number>({ options, chosen, actOf, onPick }: Props<Value>) =>
  options.map(({ value, words }) => {
    const code = refusalOfAll(chosen, actOf(value));
    return (
      <MenuItem key={value} refusal={code === null ? null : refusalWords(code)} onSelect={() => onPick(actOf(value))}>
        {words}
      </MenuItem>
    );
  });
