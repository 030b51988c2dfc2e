import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';

interface Props {
  label: string;
  options: readonly { value: string; words: string }[];
  onPick: (value: string) => void;
}

/** One thing to set on all selected tickets. */
export const BulkMenu = ({ label, options, onPick }: Props) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger className="button" data-size="small">
      {label}
      <ChevronDown className="icon size-[14px]" aria-hidden="true" />
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content className="menu" align="start" side="top" sideOffset={4} collisionPadding={8}>
        {options.map((option) => (
          <DropdownMenu.Item
            key={option.value}
            className="menu-item"
            textValue={option.words}
            onSelect={() => onPick(option.value)}
          >
            <span className="cut">{option.words}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);
