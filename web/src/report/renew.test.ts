import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { renew, type Tools } from './renew';

// It wants a browser.
vi.mock('../session', () => ({ token: { value: '' }, forgetToken: () => undefined }));

type Poll = 201 | 202 | 0 | 400 | 404 | 503;

/** Renews project 7, whose request is answered so; its report is created at these times, as often as somebody looks. */
function start(polls: Poll[], created: (string | null)[]) {
  const pauses: number[] = [];
  const tools: Tools = {
    get: async <T>() => ({ report: { created: created.length > 1 ? created.shift() : created[0] } }) as T,
    post: async <T>(_path: string, _body?: unknown, query = {}) => {
      if (!('rq_id' in query)) return { status: 202, body: { rq_id: 'R' } as T };
      const status = polls.length > 1 ? polls.shift()! : polls[0]!;
      if (status !== 201 && status !== 202) throw new ApiError(status, `answer ${status}`);
      return { status, body: undefined };
    },
    pause: async (milliseconds) => void pauses.push(milliseconds),
  };
  return { end: renew('project', 7, tools), pauses };
}

describe('an update that somebody waits for', () => {
  it('is looked for with longer and longer pauses', async () => {
    const { end, pauses } = start([202, 202, 202, 202, 201], ['1']);
    await end;
    expect(pauses).toEqual([250, 500, 1000, 2000, 2000]);
  });

  it('is told by the report where somebody else was told of its end', async () => {
    await start([202, 404], ['1', '2']).end;
    await start([404], [null, '2']).end;
    await expect(start([202, 404], ['1', '1']).end).rejects.toThrow('not renewed');
  });

  it('fails with the reason of the server', async () => {
    await expect(start([202, 400], ['1']).end).rejects.toThrow('answer 400');
  });

  it('outlives a server that is away for a while, and not for ever', async () => {
    await start([202, 503, 0, 202, 503, 201], ['1']).end;
    const { end, pauses } = start([503], ['1']);
    await expect(end).rejects.toThrow('answer 503');
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThan(29_000);
    expect(waited).toBeLessThan(40_000);
  });
});
