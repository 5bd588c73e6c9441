// What happens on the schedule, as it happens, for as long as the page is open. A connection that is lost is made again,
// and begins with a `reload`: then everybody looks anew, so that nothing is missed.

import { effect, signal } from '@preact/signals';

import { request } from '../api/client';
import type { StreamEvent } from '../api/types';
import { session } from '../session';
import { EventParser } from './events';

export type Connection = 'connecting' | 'live' | 'lost';
export const connection = signal<Connection>('connecting');

type Listener = (event: StreamEvent) => void;
const listeners = new Set<Listener>();

/** Calls `listener` for each event until the returned function is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(event: StreamEvent): void {
  for (const listener of [...listeners]) listener(event);
}

async function follow(signal: AbortSignal): Promise<void> {
  const answer = await request('/api/stream', {}, { signal });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser();
  connection.value = 'live';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    for (const event of parser.feed(value)) tell(event);
  }
}

const FIRST_PAUSE = 500; // ms, then twice as long each time
const LONGEST_PAUSE = 10_000;

async function stay(signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_PAUSE; !signal.aborted; ) {
    const begin = Date.now();
    try {
      await follow(signal);
    } catch {
      // Told by the banner; what the pages show stays.
    }
    if (signal.aborted) return;
    connection.value = 'lost';
    await new Promise((resolve) => setTimeout(resolve, pause));
    // One that has lived for a while may be made again at once.
    pause = Date.now() - begin > 2 * LONGEST_PAUSE ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
  }
}

let stop: AbortController | null = null;
/** Listens while somebody is signed in. */
export function startLive(): void {
  effect(() => {
    const wanted = session.value?.scopes.includes('read') ?? false;
    if (wanted && !stop) {
      stop = new AbortController();
      void stay(stop.signal);
    } else if (!wanted && stop) {
      stop.abort();
      stop = null;
      connection.value = 'connecting';
    }
  });
}
