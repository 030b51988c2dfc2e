interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; words: string }[];
  onPick: (value: Value) => void;
}

/** One of a few ways to see the same. */
export const Switch = <Value extends string>({ label, value, options, onPick }: Props<Value>) => (
  <div className="segments" role="group" aria-label={label}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        data-state={option.value === value ? 'on' : 'off'}
        onClick={() => onPick(option.value)}
      >
        {option.words}
      </button>
    ))}
  </div>
);
