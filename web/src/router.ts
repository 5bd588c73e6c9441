// Which page is shown: what stands after the '#' of the address, so that every page has a link to share, wherever the
// server is mounted. `#/projects/7?period=30d` is the path `/projects/7` with a query.

import { computed, signal } from '@preact/signals';

import type { Query } from './api/client';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

const parts = computed(() => {
  const [path = '', query = ''] = hash.value.replace(/^#/, '').split('?', 2);
  return { path: path || '/', query: new URLSearchParams(query) };
});
export const path = computed(() => parts.value.path);
export const query = computed(() => parts.value.query);

/** A link to a page. */
export function link(to: string, parameters: Query = {}): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') text.set(name, String(value));
  }
  const suffix = text.toString();
  return `#${to}${suffix ? `?${suffix}` : ''}`;
}

/** Changes the query of the page that is shown; null takes a parameter away. The way back is not filled with each change. */
export function setQuery(changes: Query): void {
  const merged: Query = { ...Object.fromEntries(query.value), ...changes };
  history.replaceState(null, '', link(path.value, merged));
  hash.value = location.hash;
}
