// Server-sent events, read from text as it arrives. EventSource would do it too, but cannot show a token.

import type { StreamEvent } from '../api/types';

/** Takes pieces of the stream, and hands out each event that is whole. */
export class EventParser {
  #rest = '';

  *feed(text: string): Generator<StreamEvent> {
    this.#rest += text;
    for (let end = this.#rest.indexOf('\n\n'); end >= 0; end = this.#rest.indexOf('\n\n')) {
      const block = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 2);
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      if (data) yield JSON.parse(data) as StreamEvent;
    }
  }
}
