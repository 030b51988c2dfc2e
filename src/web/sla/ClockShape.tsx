import type { FaceState } from '#web/sla/face.ts';

/** The shape that goes with a clock's state, so that colour is never the only sign. */
export const ClockShape = ({ state, size = 12 }: { state: FaceState; size?: number }) => (
  <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
    <Shape state={state} />
  </svg>
);

function Shape({ state }: { state: FaceState }) {
  const ring = <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />;
  switch (state) {
    case 'ok':
      return (
        <>
          {ring}
          <path d="M6 6V1.5A4.5 4.5 0 0 1 10.5 6z" fill="currentColor" />
        </>
      );
    case 'soon':
      return (
        <>
          {ring}
          <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
        </>
      );
    case 'critical':
      return <path d="M6 1 11.5 11H.5z" fill="currentColor" />;
    case 'over':
      return <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="currentColor" />;
    case 'late':
      return <rect x="2" y="2" width="8" height="8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'paused':
      return <path d="M2.5 1.5H5v9H2.5zM7 1.5h2.5v9H7z" fill="currentColor" />;
    case 'met':
      return (
        <path
          d="m1.5 6.5 3 3 6-7"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      );
  }
}
