// The time, for what is shown relative to it.

import { signal } from '@preact/signals';

export const now = signal(Date.now());

// A page that nobody looks at need not count seconds.
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);
