import type { Kind } from '../api/types';

export function ReportPage({ kind, id }: { kind: Kind; id: number }) {
  return (
    <h1>
      {kind} {id}
    </h1>
  );
}
