import { describe, expect, it } from 'vitest';
import { Cutter, NoLog, type Piece } from './cutter';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The pieces of a log that comes `step` bytes at a time. */
function cut(text: string, pieceBytes = 1, step = 1): Piece[] {
  const cutter = new Cutter(pieceBytes);
  const bytes = encode(text);
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += step) pieces.push(...cutter.push(bytes.subarray(at, at + step)));
  return [...pieces, ...cutter.end()];
}
const bodies = (text: string, pieceBytes = 1, step = 1) => cut(text, pieceBytes, step).map((piece) => decode(piece.body));

describe('a CSV', () => {
  it('has its header before each piece', () => {
    expect(bodies('a,b\n1,2\n3,4\n')).toEqual(['a,b\n1,2\n', 'a,b\n3,4\n']);
    expect(bodies('a,b\r\n1,2\r\n3,4')).toEqual(['a,b\r\n1,2\r\n', 'a,b\r\n3,4']);
    expect(cut('a\n1\n')[0]?.type).toBe('text/csv');
  });

  it('is cut between records only, wherever its bytes were', () => {
    const records = ['1,"two\nlines"\n', '"a ""quoted"" é, and a\r\n",\r\n', ',\n', 'é,"x"\n'];
    for (const step of [1, 2, 3, 1000]) {
      expect(bodies(`a,b\n${records.join('')}`, 1, step)).toEqual(records.map((record) => `a,b\n${record}`));
    }
  });

  it('loses a line to a stray quote, and no more', () => {
    expect(bodies('a,b\n1,2"\n3,"4\n\n"\n')).toEqual(['a,b\n1,2"\n', 'a,b\n3,"4\n\n"\n']);
    expect(bodies('a,b\n"1"x,2\n3,4\n')).toEqual(['a,b\n"1"x,2\n', 'a,b\n3,4\n']);
    expect(bodies('a,b\n"1,2\n3,4\n')).toEqual(['a,b\n"1,2\n', 'a,b\n3,4\n']);
  });

  it('tells the line of the file by the line of a piece', () => {
    const pieces = cut('\ufeff\n"a\nA",b\n"1\n1",2\n3,4\n');
    // The file: 1 is blank, 2 and 3 are the header, 4 and 5 the first record, 6 the second. In a piece a record is in line 3.
    expect(pieces.map((piece) => 3 + piece.linesBefore)).toEqual([4, 6]);
  });

  it('is sent even if it is a header alone', () => {
    expect(bodies('scope,timestamp')).toEqual(['scope,timestamp\n']);
    expect(bodies('hello')).toEqual(['hello\n']);
  });
});

describe('a log of lines', () => {
  it('is cut between lines', () => {
    expect(bodies('{"a":1}\n{"b":"\\n"}\n\n[{}]\n')).toEqual(['{"a":1}\n', '{"b":"\\n"}\n', '\n', '[{}]\n']);
    expect(bodies('[{}]\n[{}]\n')).toEqual(['[{}]\n', '[{}]\n']);
    expect(cut('{}\n')[0]?.type).toBe('application/x-ndjson');
  });

  it('tells the line of the file', () => {
    expect(cut('\n{}\n{}\n\n{}\n', 4).map((piece) => piece.linesBefore)).toEqual([0, 2, 4]);
  });
});

describe('one array', () => {
  it('is one piece', () => {
    for (const text of ['[{},{}]', '[\n{},\n{}\n]\n', '[{},\n{}]', '{\n "scope": "a"\n}\n']) {
      expect(bodies(text)).toEqual([text]);
      expect(cut(text)[0]).toMatchObject({ type: 'application/json', linesBefore: 0 });
    }
  });
});

it('makes pieces of about the size that is asked for, and says how far they go', () => {
  const log = `a,b\n${'1,2\n'.repeat(1000)}`;
  const pieces = cut(log, 1000, 333);
  expect(pieces.map((piece) => piece.end)).toEqual([1004, 2004, 3004, 4004]);
  expect(pieces.map((piece) => piece.body.length)).toEqual([1004, 1004, 1004, 1004]);
});

it('says what is no log', () => {
  expect(() => cut('')).toThrow(NoLog);
  expect(() => cut(' \n\t\n')).toThrow(NoLog);
});
