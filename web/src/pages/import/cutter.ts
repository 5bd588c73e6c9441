// Cuts a log into pieces that the server takes one by one: whole records, and before those of a CSV its header.
//
//     const cutter = new Cutter();
//     for await (const bytes of file) yield* cutter.push(bytes);
//     yield* cutter.end();
//
// What form the log has is told by its beginning, as `retally import` tells it.

import { ByteBuffer } from './byte_buffer';
import { countNewlines, csvRecordEnd, lineEnd, type FindEnd } from './records';

export interface Piece {
  type: 'text/csv' | 'application/x-ndjson' | 'application/json';
  body: Uint8Array;
  /** Added to the lines of the body that the server names gives the file's. Of JSON it names the places of events. */
  linesBefore: number;
  /** How many bytes of the log are in this piece and those before it. */
  end: number;
}

/** A log that can't be cut; what is wrong is said to the reader. */
export class NoLog extends Error {}

// A second's work or less for the server, and progress that can be seen.
const PIECE_BYTES = 1 << 20;
// The server takes 100 MiB in one body: a log that is one array of JSON must fit, as it can't be cut.
const MAX_BODY_BYTES = 96 << 20;
// How far to look for the end of the first line, as far as the server does.
const FIRST_LINE_BYTES = 1 << 20;

// `whole`: JSON of which a line is no event, such as one large array.
type Form = 'csv' | 'lines' | 'whole';

const NEWLINE = 10;
const [COMMA, BRACKET, CLOSING_BRACKET, BRACE] = [...',[]{'].map((character) => character.charCodeAt(0));
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const isSpace = (byte: number | undefined) => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);

export class Cutter {
  private form: Form | undefined;
  private header: Uint8Array = new Uint8Array();
  private readonly rest = new ByteBuffer(); // of what was pushed, from the piece that is not full yet on
  private seen = 0; // how much of it are whole records
  private pieces = 0; // so far
  private lines = 0; // of the log before it
  private gone = 0; // bytes, likewise
  private headerLines = 0;

  constructor(private readonly pieceBytes = PIECE_BYTES) {}

  /** The pieces that are full now. Throws NoLog. */
  push(bytes: Uint8Array): Piece[] {
    this.rest.append(bytes);
    return this.cut(false);
  }

  /** The rest. Throws NoLog. */
  end(): Piece[] {
    const pieces = this.cut(true);
    // A header alone is sent as well: the server says whether it is one.
    if (this.seen > 0 || this.pieces === 0) pieces.push(this.take());
    return pieces;
  }

  private cut(atEnd: boolean): Piece[] {
    if (this.form === undefined && !this.open(atEnd)) return [];
    if (this.rest.bytes.length > MAX_BODY_BYTES) {
      throw new NoLog('More than 96 MB of it are one line, or one array of JSON: write an event a line, or use `retally import`.');
    }
    if (this.form === 'whole') {
      if (atEnd) this.seen = this.rest.bytes.length;
      return [];
    }
    const findEnd: FindEnd = this.form === 'csv' ? csvRecordEnd : lineEnd;
    const pieces: Piece[] = [];
    while (this.seen < this.rest.bytes.length) {
      const end = findEnd(this.rest.bytes, this.seen, atEnd);
      if (end === undefined) break;
      this.seen = end;
      if (this.seen >= this.pieceBytes) pieces.push(this.take());
    }
    return pieces;
  }

  /** Finds out the form, and takes the header of a CSV. False while there is not enough to say. */
  private open(atEnd: boolean): boolean {
    const { bytes } = this.rest;
    const first = firstByte(bytes);
    if (first === bytes.length && atEnd) throw new NoLog('It is empty.');
    const firstLine = lineEnd(bytes, first, atEnd || bytes.length > FIRST_LINE_BYTES);
    if (first === bytes.length || firstLine === undefined) return false;
    const form = formOf(bytes.subarray(first, firstLine));
    if (form === 'csv' && !this.takeHeader(first, atEnd)) return false;
    this.form = form;
    return true;
  }

  private takeHeader(first: number, atEnd: boolean): boolean {
    const end = csvRecordEnd(this.rest.bytes, first, atEnd);
    if (end === undefined) return false;
    this.header = withNewline(this.rest.bytes.slice(first, end));
    this.headerLines = countNewlines(this.header);
    this.drop(end);
    return true;
  }

  private take(): Piece {
    const body = joined(this.header, this.rest.bytes.subarray(0, this.seen));
    const linesBefore = this.lines - this.headerLines;
    this.drop(this.seen);
    this.pieces += 1;
    return { type: typeOf(this.form), body, linesBefore: this.form === 'whole' ? 0 : linesBefore, end: this.gone };
  }

  private drop(size: number): void {
    this.lines += countNewlines(this.rest.bytes.subarray(0, size));
    this.gone += size;
    this.rest.drop(size);
    this.seen = 0;
  }
}

function firstByte(bytes: Uint8Array): number {
  let at = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  while (isSpace(bytes[at])) ++at;
  return at;
}

/** By the first line, which begins with no space. Writers that break lines inside of a value do so as the server knows. */
function formOf(line: Uint8Array): Form {
  let last = line.length - 1;
  while (isSpace(line[last])) --last;
  if (line[0] === BRACKET) return endsLine(line) && line[last] === CLOSING_BRACKET ? 'lines' : 'whole';
  if (line[0] !== BRACE) return 'csv';
  return line[last] === BRACE || line[last] === BRACKET || line[last] === COMMA ? 'whole' : 'lines';
}

function typeOf(form: Form | undefined): Piece['type'] {
  if (form === 'csv') return 'text/csv';
  return form === 'lines' ? 'application/x-ndjson' : 'application/json';
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

const endsLine = (line: Uint8Array) => line[line.length - 1] === NEWLINE;
const withNewline = (line: Uint8Array) => (endsLine(line) ? line : joined(line, new Uint8Array([NEWLINE])));
