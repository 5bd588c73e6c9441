// Sends the pieces of a log one after another, two at a time: while the server puts one on disk, the next is on its way.
//
// A piece that was not answered is sent again until it is, for nothing counts twice: the server may have gone away
// before it took the piece, or after it. What the server refuses ends the upload.

import type { FilePiece } from './log_file';

/** What the server says of a piece. */
export interface Taken {
  events: number;
  new: number;
  known: number;
  no_interest: number;
  rejected: number;
  warnings: number; // events taken that count objects without saying how many: they count 0
  rejects: { line: number; reason: string }[];
}

/** Sends one piece. Throws Unanswered where the same piece may be sent again, anything else where that is of no use. */
export type Send = (piece: FilePiece, signal: AbortSignal) => Promise<Taken>;

export class Unanswered extends Error {}

export interface Progress {
  counts: Omit<Taken, 'rejects'>;
  /** The first of them, by their lines in the file. */
  rejects: Taken['rejects'];
  /** How many bytes of the file were read when the last piece that is on disk was whole. */
  read: number;
  /** Why nothing goes on; empty while it does. */
  waiting: string;
}

export interface UploadOptions {
  send: Send;
  signal: AbortSignal;
  /** Is given a new object each time. */
  onProgress: (progress: Progress) => void;
  /** Returns after so many milliseconds, or throws when the signal is aborted. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const IN_FLIGHT = 2;
const SHOWN_REJECTS = 100;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export const NO_PROGRESS: Progress = {
  counts: { events: 0, new: 0, known: 0, no_interest: 0, rejected: 0, warnings: 0 },
  rejects: [],
  read: 0,
  waiting: '',
};

export async function upload(pieces: AsyncIterable<FilePiece>, options: UploadOptions): Promise<Progress> {
  // The first failure ends all that is under way, and is the reason of the signal.
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  let progress = NO_PROGRESS;
  const tell = (change: Partial<Progress>) => options.onProgress((progress = { ...progress, ...change }));

  const sendPatiently = async (piece: FilePiece): Promise<void> => {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        const taken = await options.send(piece, signal);
        return tell(added(progress, piece, taken));
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        tell({ waiting: error.message });
        await options.pause(wait, signal);
      }
    }
  };

  const inFlight = new Set<Promise<void>>();
  for await (const piece of pieces) {
    if (signal.aborted) break;
    const sending: Promise<void> = sendPatiently(piece)
      .catch((error: unknown) => failure.abort(error))
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
    if (inFlight.size === IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  signal.throwIfAborted();
  return progress;
}

function added(to: Progress, piece: FilePiece, taken: Taken): Partial<Progress> {
  const { counts } = to;
  const rejects = taken.rejects.map(({ line, reason }) => ({ line: line + piece.linesBefore, reason }));
  return {
    counts: {
      events: counts.events + taken.events,
      new: counts.new + taken.new,
      known: counts.known + taken.known,
      no_interest: counts.no_interest + taken.no_interest,
      rejected: counts.rejected + taken.rejected,
      warnings: counts.warnings + taken.warnings,
    },
    rejects: [...to.rejects, ...rejects].sort((a, b) => a.line - b.line).slice(0, SHOWN_REJECTS),
    read: Math.max(to.read, piece.read),
    waiting: '',
  };
}
