import type { ReactNode } from 'react';
import { Key } from '#web/ui/Key.tsx';

interface Props<Value extends string> {
  /** Groups what belongs together; also what a group is found by. */
  name: string;
  label: string;
  options: readonly { value: Value; words: string }[];
  chosen: Value | null;
  onPick: (value: Value) => void;
  /** Why nothing can be sent as it is; null when it can. */
  problem?: string | null;
  children?: ReactNode;
}

/** One of a few, by digit, arrow or pointer. */
export const DigitOptions = <Value extends string>(props: Props<Value>) => {
  const { name, label, options, chosen, onPick, problem = null, children } = props;
  return (
    <fieldset className="escalate-row" aria-describedby={problem === null ? undefined : `${name}-problem`}>
      <legend className="sr-only">{label}</legend>
      <span className="escalate-label" aria-hidden="true">
        {label}
      </span>
      <span className="flex flex-wrap gap-2">
        {options.map(({ value, words }, index) => (
          <label key={value} className="option">
            <input
              type="radio"
              name={name}
              className="sr-only"
              value={value}
              checked={chosen === value}
              onChange={() => onPick(value)}
            />
            <Key name={String(index + 1)} />
            {words}
          </label>
        ))}
        {problem !== null && (
          <span id={`${name}-problem`} role="alert" className="w-full text-12 text-critical">
            {problem}
          </span>
        )}
        {children}
      </span>
    </fieldset>
  );
};
