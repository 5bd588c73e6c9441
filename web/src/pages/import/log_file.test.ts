import { expect, it } from 'vitest';
import { NoLog } from './cutter';
import { piecesOf, type FilePiece } from './log_file';

async function all(content: BlobPart): Promise<FilePiece[]> {
  const pieces: FilePiece[] = [];
  for await (const piece of piecesOf(new Blob([content]))) pieces.push(piece);
  return pieces;
}
async function zipped(content: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
const text = (pieces: FilePiece[]) => pieces.map((piece) => new TextDecoder().decode(piece.body)).join('|');

const LOG = `scope,timestamp\n${'a:b,1\n'.repeat(400_000)}`;

it('cuts a file, and says how much of it was read', async () => {
  const pieces = await all(LOG);
  expect(pieces.length).toBe(3);
  expect(text(pieces).replaceAll('|scope,timestamp\n', '')).toBe(LOG);
  expect(pieces.at(-1)?.read).toBe(LOG.length);
});

it('unpacks what is packed, whatever it is called', async () => {
  const packed = await zipped(LOG);
  const pieces = await all(packed);
  expect(text(pieces)).toBe(text(await all(LOG)));
  expect(pieces.at(-1)?.read).toBe(packed.length);
});

it('says that a file is cut short', async () => {
  await expect(all((await zipped(LOG)).subarray(0, 500))).rejects.toThrow(NoLog);
});
