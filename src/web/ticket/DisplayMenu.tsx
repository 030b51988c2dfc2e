import { Check, SlidersHorizontal } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { t } from '#web/app/i18n.ts';
import { COLUMNS, setDisplay, useDisplay, type Column } from '#web/ticket/display.ts';
import { SORTS, type Sort } from '#web/ticket/list-filter.ts';

interface Props {
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The order, and how rows are drawn on this desk: as a list or a table, roomy or close, with which columns. */
export function DisplayMenu({ sort, onSort }: Props) {
  const display = useDisplay();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="button"
        data-kind="ghost"
        data-size="icon"
        title={t('web.display.label')}
        aria-label={t('web.display.label')}
      >
        <SlidersHorizontal className="icon" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <Choice title={t('web.display.sort')} value={sort} onPick={(value) => onSort(value as Sort)}>
            {SORTS.map((name) => (
              <Option key={name} value={name}>
                {t(`web.sort.${name}`)}
              </Option>
            ))}
          </Choice>
          <Choice
            title={t('web.display.mode')}
            value={display.mode}
            onPick={(mode) => setDisplay({ mode: mode as 'list' })}
          >
            <Option value="list">{t('web.display.list')}</Option>
            <Option value="table">{t('web.display.table')}</Option>
          </Choice>
          <Choice
            title={t('web.display.density')}
            value={display.density}
            onPick={(density) => setDisplay({ density: density as 'compact' })}
          >
            <Option value="comfortable">{t('web.display.comfortable')}</Option>
            <Option value="compact">{t('web.display.compact')}</Option>
          </Choice>
          {display.mode === 'table' && <Columns columns={display.columns} />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ChoiceProps {
  title: string;
  value: string;
  onPick: (value: string) => void;
  children: ReactNode;
}

const Choice = ({ title, value, onPick, children }: ChoiceProps) => (
  <DropdownMenu.Group>
    <DropdownMenu.Label className="menu-title">{title}</DropdownMenu.Label>
    <DropdownMenu.RadioGroup value={value} onValueChange={onPick}>
      {children}
    </DropdownMenu.RadioGroup>
    <DropdownMenu.Separator className="menu-line" />
  </DropdownMenu.Group>
);

const Option = ({ value, children }: { value: string; children: ReactNode }) => (
  <DropdownMenu.RadioItem value={value} className="menu-item">
    <span className="check-place">
      <DropdownMenu.ItemIndicator>
        <Check className="icon size-[14px]" aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
    </span>
    {children}
  </DropdownMenu.RadioItem>
);

const Columns = ({ columns }: { columns: readonly Column[] }) => (
  <DropdownMenu.Group>
    <DropdownMenu.Label className="menu-title">{t('web.display.columns')}</DropdownMenu.Label>
    {COLUMNS.map((column) => (
      <DropdownMenu.CheckboxItem
        key={column}
        className="menu-item"
        checked={columns.includes(column)}
        // The subject is what a row is opened by.
        disabled={column === 'subject'}
        onCheckedChange={(isOn) =>
          setDisplay({ columns: COLUMNS.filter((one) => (one === column ? isOn : columns.includes(one))) })
        }
        onSelect={(event) => event.preventDefault()}
      >
        <span className="check-place">
          <DropdownMenu.ItemIndicator>
            <Check className="icon size-[14px]" aria-hidden="true" />
          </DropdownMenu.ItemIndicator>
        </span>
        {t(`web.column.${column}`)}
      </DropdownMenu.CheckboxItem>
    ))}
  </DropdownMenu.Group>
);
