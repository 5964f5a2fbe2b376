/**
 * The input of a server over standard input, with its headers checked. After a header that it cannot read, the protocol
 * library reads the rest of the input as headers: the server would wait for ever. Nothing after such a header can be
 * read, so the server exits, and its client may start a new one.
 */

import { Transform, type TransformCallback } from 'node:stream';

const end = Buffer.from('\r\n\r\n');
/** Of a header; a client sends about 30. */
const mostBytes = 8_192;

export class CheckedHeaders extends Transform {
  readonly #refuse: (reason: 'length' | 'size') => void;
  /** What has come of a header. */
  #header = Buffer.alloc(0);
  /** What is to come of a body. */
  #body = 0;

  /** @param refuse is called once, and nothing is passed on after that */
  constructor(refuse: (reason: 'length' | 'size') => void) {
    super();
    this.#refuse = refuse;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#body > 0) {
        const skipped = Math.min(this.#body, chunk.length - at);
        this.#body -= skipped;
        at += skipped;
        continue;
      }
      const known = this.#header.length;
      this.#header = Buffer.concat([this.#header, chunk.subarray(at)]);
      const length = this.#header.indexOf(end);
      if (length < 0) {
        if (this.#header.length > mostBytes) {
          this.#refuse('size');
          return;
        }
        break;
      }
      const digits = /^content-length:[ \t]*(\d{1,15})[ \t]*$/im.exec(
        this.#header.toString('latin1', 0, length),
      );
      if (!digits) {
        this.#refuse('length');
        return;
      }
      this.#body = Number(digits[1]);
      at += length + end.length - known;
      this.#header = Buffer.alloc(0);
    }
    done(null, chunk);
  }
}
