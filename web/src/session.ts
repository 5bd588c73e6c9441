// Who the reader is. The token is kept for as long as the browser's tab, and never longer.

import { computed, signal } from '@preact/signals';

import type { Session } from './api/types';

const KEY = 'retally-token';

export const token = signal(sessionStorage.getItem(KEY) ?? '');
/** What the server says of the reader; null until it has said so. */
export const session = signal<Session | null>(null);
/** The server asks for a token that it has not been given, or that it does not know. */
export const signInNeeded = signal(false);

export const may = {
  read: computed(() => session.value?.scopes.includes('read') ?? false),
  operate: computed(() => session.value?.scopes.includes('operate') ?? false),
  ingest: computed(() => session.value?.scopes.includes('ingest') ?? false),
};

export function keepToken(text: string): void {
  token.value = text;
  sessionStorage.setItem(KEY, text);
}

/** Signs out: also what happens when the server knows the token no more. */
export function forgetToken(): void {
  token.value = '';
  sessionStorage.removeItem(KEY);
  session.value = null;
  signInNeeded.value = true;
}
