// A log file that the reader has chosen, as pieces for the server.

import { Cutter, NoLog, type Piece } from './cutter';

/** A piece, and how many bytes of the file (packed, if it is) were read when it was whole. */
export interface FilePiece extends Piece {
  read: number;
}

const GZIP = [0x1f, 0x8b];

/** The pieces of a file, plain or gzipped. Throws NoLog for one that can't be cut, unpacked or read. */
export async function* piecesOf(file: Blob): AsyncGenerator<FilePiece> {
  const cutter = new Cutter();
  let read = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      read += bytes.length;
      controller.enqueue(bytes);
    },
  });
  for await (const bytes of chunksOf(await unpacked(file, file.stream().pipeThrough(count)))) {
    for (const piece of cutter.push(bytes)) yield { ...piece, read };
  }
  for (const piece of cutter.end()) yield { ...piece, read };
}

async function unpacked(file: Blob, stream: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const first = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer());
  const isGzip = GZIP.every((byte, i) => first[i] === byte);
  return isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
}

/** Not every browser can iterate over a stream yet. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw new NoLog(`It can't be read to its end: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await reader.cancel().catch(() => undefined); // a reader who left early wants no more of it
  }
}
