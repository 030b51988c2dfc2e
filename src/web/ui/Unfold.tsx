import { ChevronDown } from 'lucide-react';

interface Props {
  className: string;
  label: string;
  isOpen: boolean;
  onToggle: () => void;
}

/** Shows the rest of what is folded on a phone. */
export const Unfold = ({ className, label, isOpen, onToggle }: Props) => (
  <button
    type="button"
    className={`button ${className}`}
    data-kind="ghost"
    data-size="icon"
    aria-expanded={isOpen}
    aria-label={label}
    onClick={onToggle}
  >
    <ChevronDown className="icon" aria-hidden="true" />
  </button>
);
