// The import that is under way, or was the last. It goes on while the reader looks at other pages.

import { signal } from '@preact/signals';

import { ApiError, request } from '../../api/client';
import { piecesOf } from './log_file';
import { NO_PROGRESS, Unanswered, upload, type Progress, type Send, type Taken } from './upload';

export interface Importing {
  file: { name: string; size: number };
  state: 'running' | 'done' | 'cancelled' | 'failed';
  progress: Progress;
  /** Why it has failed. */
  problem: string;
}

export const importing = signal<Importing | null>(null);

let cancel = new AbortController();

export function cancelImport(): void {
  cancel.abort();
}

export async function importFile(file: File): Promise<void> {
  cancel = new AbortController();
  const { signal } = cancel;
  let current: Importing = { file, state: 'running', progress: NO_PROGRESS, problem: '' };
  const tell = (change: Partial<Importing>) => (importing.value = current = { ...current, ...change });
  tell({});
  try {
    const onProgress = (progress: Progress) => tell({ progress });
    await upload(piecesOf(file), { send, signal, onProgress, pause });
    tell({ state: 'done' });
  } catch (error) {
    if (signal.aborted) tell({ state: 'cancelled' });
    else tell({ state: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

const send: Send = async (piece, signal) => {
  try {
    const init = { method: 'POST', headers: { 'Content-Type': piece.type }, body: piece.body, signal };
    const answer = await request('/api/events', {}, init);
    return (await answer.json()) as Taken;
  } catch (error) {
    // It is away, full or between two lives. The answer may have been lost on its way, too.
    if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) throw new Unanswered(error.message);
    throw error;
  }
};

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
  });
}
