// Shows which step of how many is running, and for how many seconds.

/** Milliseconds until a step that takes long is reported again where a line cannot be rewritten. */
const reminder = 30_000;

/**
 * On a terminal this is one line: it is rewritten every second, and removed when the step is done. Elsewhere each step
 * writes a line when it begins, another one every half minute, and one when it ends.
 */
export class Progress {
  #total = 0;
  #started = 0;
  #stream;

  /** @param {NodeJS.WriteStream} [stream] */
  constructor(stream = process.stderr) {
    this.#stream = stream;
  }

  /** Announces steps, so that each of them can say how many there are. @param {number} steps */
  expect(steps) {
    this.#total += steps;
  }

  /**
   * Runs one step and returns what it returns. If it throws, its line stays and shows the failure.
   * @template Result @param {string} title @param {() => Promise<Result>} work @returns {Promise<Result>}
   */
  async step(title, work) {
    const number = ++this.#started;
    this.#total = Math.max(this.#total, number);
    const begin = Date.now();
    const name = () => `[${number}/${this.#total}] ${title}`;
    const time = () => `${Math.round((Date.now() - begin) / 1_000)} s`;
    const isTerminal = this.#stream.isTTY === true && process.env.TERM !== 'dumb';
    const show = () => this.#write(isTerminal, `${name()} … ${time()}`);

    if (isTerminal) show();
    else this.#write(false, `${name()} …`);
    const timer = setInterval(show, isTerminal ? 1_000 : reminder);
    try {
      const result = await work();
      this.#write(isTerminal, isTerminal ? '' : `${name()}: done in ${time()}`);
      return result;
    } catch (error) {
      this.#write(isTerminal, `${name()}: failed after ${time()}`);
      if (isTerminal) this.#stream.write('\n');
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  /** @param {boolean} isTerminal @param {string} line */
  #write(isTerminal, line) {
    if (!isTerminal) {
      this.#stream.write(`${line}\n`);
      return;
    }
    // A line that is wider than the terminal would wrap, and could not be rewritten.
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\u001b[K${line.slice(0, width)}`);
  }
}
