/** Bytes that come in behind and go in front, without being copied each time. */
export class ByteBuffer {
  private room = new Uint8Array(1 << 16);
  private begin = 0;
  private end = 0;

  /** What is held; good until the next append. */
  get bytes(): Uint8Array {
    return this.room.subarray(this.begin, this.end);
  }

  append(bytes: Uint8Array): void {
    if (this.end + bytes.length > this.room.length) this.makeRoom(bytes.length);
    this.room.set(bytes, this.end);
    this.end += bytes.length;
  }

  drop(size: number): void {
    this.begin += size;
  }

  /** At least half of it is free afterwards, so that each byte is copied once or twice however many there are. */
  private makeRoom(size: number): void {
    const held = this.bytes;
    const wanted = 2 * (held.length + size);
    const room = wanted > this.room.length ? new Uint8Array(wanted) : this.room;
    room.set(held);
    this.room = room;
    this.begin = 0;
    this.end = held.length;
  }
}
