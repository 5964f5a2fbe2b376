/** The lines of logs, read piece by piece: however large a log is, no more than a piece of it is in memory. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { standardInput } from '../documents.js';
import { fileFailures } from '../failure-words.js';
import { CannotRun, readError } from '../files.js';

/** A longer line is none of a log: it is not kept. In UTF-16 units. */
const longestLine = 1 << 20;
const pieceSize = 1 << 20;

/**
 * @param file a path, `-` for standard input; `.gz` is unpacked
 * @param onLine gets each line without its end; `null` for one that is too long
 * @param onProgress gets how many bytes of the file were read, and how many there are (0: that is not known)
 * @throws CannotRun if it cannot be read
 */
export async function readLines(
  file: string,
  onLine: (line: string | null) => void,
  onProgress: (bytes: number, of: number) => void,
): Promise<void> {
  const size = file === standardInput ? 0 : await sizeOf(file);
  const source =
    file === standardInput ? process.stdin : createReadStream(file, { highWaterMark: pieceSize });
  let bytes = 0;
  source.on('data', (piece: Buffer | string) => {
    bytes += piece.length;
  });
  const pieces = /\.gz$/i.test(file) ? source.pipe(createGunzip()) : source;
  // A pipe does not pass errors on.
  const failed = new Promise<never>((_, reject) => source.on('error', reject));
  failed.catch(() => {});
  const lines = new LineSplitter(onLine);
  try {
    for await (const piece of pieces) {
      lines.add(piece as Buffer);
      onProgress(bytes, size);
    }
    if (pieces !== source) await Promise.race([failed, Promise.resolve()]);
  } catch (error) {
    throw new CannotRun(readError(error), file);
  }
  lines.end();
}

async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw new CannotRun(readError(error), file);
  });
  if (stats.isDirectory()) throw new CannotRun(fileFailures.directoryOfLogs, file);
  return stats.size;
}

class LineSplitter {
  readonly #onLine: (line: string | null) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #isTooLong = false;

  constructor(onLine: (line: string | null) => void) {
    this.#onLine = onLine;
  }

  add(piece: Buffer): void {
    const text = this.#rest + this.#decoder.write(piece);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#emit(text.slice(start, text[end - 1] === '\r' ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > longestLine) {
      this.#isTooLong = true;
      this.#rest = '';
    }
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end();
    if (rest !== '' || this.#isTooLong) this.#emit(rest);
  }

  #emit(line: string): void {
    this.#onLine(this.#isTooLong ? null : line);
    this.#isTooLong = false;
  }
}
