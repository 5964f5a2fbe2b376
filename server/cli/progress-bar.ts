/** A progress bar on standard error, where that is a terminal. Nothing of it is left when the work is done. */

/** What a bar is drawn on: `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;
/** How much of the bar moves where it is not known how much there is to do. */
const part = 6;
/** In milliseconds: what is done in less needs no bar. */
const patience = 500;
/** In milliseconds, between two drawings. */
const pause = 100;

export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #started: number;
  #drawn: number | null = null;

  /** @param now in milliseconds */
  constructor(terminal: Terminal = process.stderr, now: () => number = Date.now) {
    this.#terminal = terminal;
    this.#now = now;
    this.#started = now();
  }

  /**
   * Draws the bar if it is time to.
   *
   * @param share from 0 to 1, or `null` where it is not known how much there is to do
   * @param words what is done now, in one line
   */
  draw(share: number | null, words: string): void {
    if (!this.#terminal.isTTY) return;
    const now = this.#now();
    const isDue = this.#drawn === null ? now - this.#started >= patience : now - this.#drawn >= pause;
    if (!isDue) return;
    this.#drawn = now;
    const bar = share === null ? moving(Math.floor((now - this.#started) / pause)) : filled(share);
    this.#terminal.write(`\r\x1b[K${bar}  ${words}`);
  }

  /** Removes the bar, so that something else can be written. */
  clear(): void {
    if (this.#drawn !== null) this.#terminal.write('\r\x1b[K');
    this.#drawn = null;
  }

  /** Runs the steps to their end, of which nobody knows how many there are. */
  run<Result>(steps: Generator<unknown, Result>, words: string): Result {
    try {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        this.draw(null, words);
      }
    } finally {
      this.clear();
    }
  }
}

function filled(share: number): string {
  const known = Math.max(0, Math.min(1, share));
  return `${'█'.repeat(Math.round(known * width)).padEnd(width, '░')} ${Math.floor(known * 100)}%`;
}

/** @param at how often it moved */
function moving(at: number): string {
  const start = at % (width - part + 1);
  return '█'
    .repeat(part)
    .padStart(start + part, '░')
    .padEnd(width, '░');
}
