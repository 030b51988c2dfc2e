/** Grey bars in the shape of what comes; they appear only after 150 ms, so that quick answers do not flash. */
export const Skeleton = ({ rows, height }: { rows: number; height: number }) => (
  <div className="skeleton-late" aria-hidden="true">
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className="flex flex-col justify-center gap-2 border-b border-line px-6" style={{ height }}>
        <div className="skeleton" style={{ width: `${45 + ((index * 17) % 35)}%` }} />
        <div className="skeleton" style={{ width: `${60 + ((index * 29) % 30)}%` }} />
      </div>
    ))}
  </div>
);
