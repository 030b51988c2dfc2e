import type { ElementType, ReactNode } from 'react';

interface Props {
  as?: ElementType;
  children?: ReactNode;
  allowPinchZoom?: boolean;
  shards?: unknown;
}

/**
 * Stands in for `react-remove-scroll` (see vite.config.ts): passes everything on, locks nothing.
 * @public Radix imports it under that package's name.
 */
export const RemoveScroll = ({ as: As = 'div', allowPinchZoom: _pinch, shards: _shards, ...rest }: Props) => (
  <As {...rest} />
);
