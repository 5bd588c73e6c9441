// What time it is for the server: a countdown is to be right even if the reader's clock is not.

import { computed, signal } from '@preact/signals';

import { now } from '../../ui/now';

/** Milliseconds, by what the server has last said. */
export const serverIsAheadBy = signal(0);

export const serverNow = computed(() => now.value + serverIsAheadBy.value);
