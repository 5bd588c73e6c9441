import { describe, expect, it } from 'vitest';

import { EventParser } from './events';

const STREAM = 'retry: 2000\n\nevent: reload\ndata: {"kind":"reload"}\n\n: nothing to tell\n\nevent: renewed\ndata: {"kind":"renewed",\ndata: "target":"project:7"}\n\n';

describe('the stream', () => {
  it('is read in pieces of any size', () => {
    for (let size = 1; size <= STREAM.length; ++size) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < STREAM.length; at += size) events.push(...parser.feed(STREAM.slice(at, at + size)));
      expect(events).toEqual([{ kind: 'reload' }, { kind: 'renewed', target: 'project:7' }]);
    }
  });
});
