// The server's REST API: JSON in and out, with the token of the session if there is one.

import { forgetToken, token } from '../session';

/** What the server answered that is no success; `status` is 0 where it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type Query = Record<string, string | number | null | undefined>;

/** `/api/jobs` and { task_id: 3, search: '' } make `api/jobs?task_id=3`: relative, so that a proxy may add a prefix. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return path.replace(/^\//, '') + (text ? `?${text}` : '');
}

/** fetch() with the token. Throws ApiError for every answer that is no success. */
export async function request(path: string, query: Query = {}, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token.value) headers.set('Authorization', `Bearer ${token.value}`);
  let answer: Response;
  try {
    answer = await fetch(address(path, query), { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'The server cannot be reached.');
  }
  if (answer.ok) return answer;
  if (answer.status === 401) forgetToken();
  throw new ApiError(answer.status, await detailOf(answer));
}

async function detailOf(answer: Response): Promise<string> {
  try {
    const body: unknown = await answer.json();
    if (body && typeof body === 'object' && 'detail' in body) return String(body.detail);
  } catch {
    // A proxy's page, perhaps.
  }
  return `The server answered ${answer.status}.`;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const answer = await request(path, query, signal ? { signal } : {});
  return (await answer.json()) as T;
}

/** The answer's JSON; undefined where it has no body. */
export async function post<T>(path: string, body: unknown = {}, query: Query = {}): Promise<{ status: number; body: T | undefined }> {
  const answer = await request(path, query, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? (JSON.parse(text) as T) : undefined };
}
