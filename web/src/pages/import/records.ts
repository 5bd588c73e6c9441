// Where the records of a log end, in its bytes: a character of UTF-8 that is more than one byte has none below 128, so
// that a newline, a quote and a comma are always what they seem.

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;

/** The longest event that the server takes: a CSV record that is still open then is none. */
export const MAX_EVENT_BYTES = 8 * 2 ** 20;

/**
 * Finds the end of the record that begins at `from`, behind its newline; undefined if it goes on behind what is there.
 * `atEnd`: nothing comes behind it.
 */
export type FindEnd = (bytes: Uint8Array, from: number, atEnd: boolean) => number | undefined;

export const lineEnd: FindEnd = (bytes, from, atEnd) => {
  const newline = bytes.indexOf(NEWLINE, from);
  if (newline >= 0) return newline + 1;
  return atEnd ? bytes.length : undefined;
};

/**
 * The same for a CSV (RFC 4180), where a newline between quotes is part of a value. What is no record, such as a quote that
 * is never closed, ends with its first line: so does the server reckon, and goes on with the line behind it.
 */
export const csvRecordEnd: FindEnd = (bytes, from, atEnd) => {
  let at = from;
  for (;;) {
    const end = bytes[at] === QUOTE ? quotedEnd(bytes, at + 1) : plainEnd(bytes, at);
    const next = bytes[end];
    if (next === COMMA) at = end + 1;
    else if (next === NEWLINE) return end + 1;
    else if (next === RETURN && bytes[end + 1] === NEWLINE) return end + 2;
    else if (next !== undefined && !(next === RETURN && end + 1 === bytes.length)) return lineEnd(bytes, from, atEnd);
    else if (atEnd || end - from > MAX_EVENT_BYTES) return lineEnd(bytes, from, atEnd);
    else return undefined;
  }
};

/** Behind the quote that closes a value; the end of the bytes if there is none. */
function quotedEnd(bytes: Uint8Array, from: number): number {
  let quote = bytes.indexOf(QUOTE, from);
  while (quote >= 0 && bytes[quote + 1] === QUOTE) quote = bytes.indexOf(QUOTE, quote + 2);
  return quote < 0 ? bytes.length : quote + 1;
}

/** At the comma, the line's end or the stray quote that ends a value without quotes. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; ++at) {
    const byte = bytes[at];
    if (byte === COMMA || byte === NEWLINE || byte === QUOTE) break;
  }
  // A carriage return before it belongs to the line's end.
  return bytes[at] === NEWLINE && at > from && bytes[at - 1] === RETURN ? at - 1 : at;
}

export function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) ++count;
  return count;
}
