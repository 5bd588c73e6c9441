import { describe, expect, it } from 'vitest';
import type { FilePiece } from './log_file';
import { NO_PROGRESS, Unanswered, upload, type Progress, type Send, type Taken } from './upload';

const TAKEN: Taken = { events: 2, new: 1, known: 0, no_interest: 0, rejected: 1, warnings: 1, rejects: [{ line: 2, reason: 'bad' }] };

const piece = (number: number): FilePiece => ({
  type: 'text/csv',
  body: new Uint8Array([number]),
  linesBefore: 10 * number,
  end: number,
  read: number,
});

async function* pieces(count: number) {
  for (let number = 1; number <= count; ++number) yield piece(number);
}

function start(send: Send, count = 3, signal = new AbortController().signal) {
  const told: Progress[] = [];
  const pauses: number[] = [];
  const end = upload(pieces(count), {
    send,
    signal,
    onProgress: (progress) => told.push(progress),
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
  return { end, told, pauses };
}

describe('an upload', () => {
  it('adds up what became of the pieces, and names lines of the file', async () => {
    const { end, told } = start(async () => TAKEN);
    const last = await end;
    expect(last.counts).toEqual({ events: 6, new: 3, known: 0, no_interest: 0, rejected: 3, warnings: 3 });
    expect(last.rejects.map((reject) => reject.line)).toEqual([12, 22, 32]);
    expect(last.read).toBe(3);
    expect(told.map((progress) => progress.counts.events)).toEqual([2, 4, 6]);
  });

  it('has two pieces in flight, and no more', async () => {
    const answers: (() => void)[] = [];
    const { end } = start(() => new Promise((resolve) => answers.push(() => resolve(TAKEN))), 4);
    for (let sent = 2; sent <= 4; ++sent) {
      await expect.poll(() => answers.length).toBe(sent);
      answers[sent - 2]?.();
    }
    answers[3]?.();
    expect((await end).counts.events).toBe(8);
  });

  it('sends again what was not answered, with longer and longer pauses', async () => {
    let calls = 0;
    const { end, told, pauses } = start(async () => {
      if (++calls <= 6) throw new Unanswered('away');
      return TAKEN;
    }, 1);
    expect((await end).counts.events).toBe(2);
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 10_000]);
    expect(told.map((progress) => progress.waiting)).toEqual([...Array<string>(6).fill('away'), '']);
  });

  it('ends with what the server refuses, and lets go of the other piece', async () => {
    const sent: ((reason: Error) => void)[] = [];
    let aborted = 0;
    const { end } = start((_, signal) => {
      signal.addEventListener('abort', () => (aborted += 1));
      return new Promise((_resolve, reject) => {
        sent.push(reject);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        if (sent.length === 2) sent[0]?.(new Error('no such column'));
      });
    });
    await expect(end).rejects.toThrow('no such column');
    expect([sent.length, aborted]).toEqual([2, 2]);
  });

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController();
    const send: Send = (_, signal) => {
      queueMicrotask(() => cancel.abort());
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const { end } = start(send, 3, cancel.signal);
    await expect(end).rejects.toThrow(/abort/);
  });

  it('of nothing is nothing', async () => {
    expect(await start(async () => TAKEN, 0).end).toEqual(NO_PROGRESS);
  });
});
