// An update that somebody waits for.

import { ApiError, get, post } from '../api/client';
import type { Kind, Resource } from '../api/types';

const FIRST_LOOK = 250; // ms, then twice as long each time
const LONGEST_LOOK = 2000;
const PATIENCE = 30_000; // ms without an answer

export interface Tools {
  get: typeof get;
  post: typeof post;
  pause: (milliseconds: number) => Promise<void>;
}

const TOOLS: Tools = { get, post, pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) };

const away = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status === 503);
const gone = (error: unknown) => error instanceof ApiError && error.status === 404;

/**
 * Asks for the report of a resource, and returns when it is renewed. Throws ApiError if the update failed, or the server
 * cannot be reached for long.
 */
export async function renew(kind: Kind, id: number, { get, post, pause }: Tools = TOOLS): Promise<void> {
  const created = async () => (await get<Resource>(`/api/${kind}s/${id}`)).report.created;
  const before = await created();
  const asked = await post<{ rq_id: string }>('/api/analytics/reports', { [`${kind}_id`]: id });
  const rq_id = asked.body!.rq_id;

  // All who ask for the same report share one request, and the first who is told of its end is the only one. So where it
  // is not known any more the report tells how it ended.
  const ended = async () => {
    try {
      return (await post('/api/analytics/reports', {}, { rq_id })).status === 201;
    } catch (error) {
      if (!gone(error)) throw error;
      if ((await created()) !== before) return true;
      throw new ApiError(404, 'The update has ended, and the report was not renewed.');
    }
  };

  let waited = 0; // since the last answer
  for (let look = FIRST_LOOK; ; look = Math.min(2 * look, LONGEST_LOOK)) {
    await pause(look);
    try {
      if (await ended()) return;
      waited = 0;
    } catch (error) {
      waited += look;
      if (!away(error) || waited > PATIENCE) throw error;
    }
  }
}
