/** A progress bar on standard error, where that is a terminal. */

const width = 30;
/** In milliseconds. */
const pause = 200;

export class ProgressBar {
  #drawn = 0;

  /** @param of 0 where it is not known how much there is */
  draw(done: number, of: number, lines: number): void {
    if (!process.stderr.isTTY || Date.now() - this.#drawn < pause) return;
    this.#drawn = Date.now();
    const share = of === 0 ? 0 : Math.min(1, done / of);
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const percent = of === 0 ? `${(done / 2 ** 20).toFixed(0)} MB` : `${bar} ${(share * 100).toFixed(0)}%`;
    process.stderr.write(`\r\x1b[K${percent}  ${lines} lines`);
  }

  clear(): void {
    if (process.stderr.isTTY && this.#drawn > 0) process.stderr.write('\r\x1b[K');
  }
}
