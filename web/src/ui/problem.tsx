// Why there is nothing to see, and what to do.

import type { ApiError } from '../api/client';

const TITLES: Record<number, string> = {
  0: 'The server is away',
  403: 'No permission',
  404: 'Not found',
  503: 'The server cannot answer now',
};

export function Problem({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div class="notice notice-bad" role="alert">
      <strong>{TITLES[error.status] ?? 'That did not work'}</strong>
      <p>{error.message}</p>
      {error.status === 403 && <p>Your token lacks a scope. Ask whoever runs the server for one that has it.</p>}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
