/**
 * When an edited document is checked: at once, unless the edit is in a regex. Each character that is typed into one makes
 * another regex, which has to be compiled; it is checked when nothing was typed for a moment.
 */

import { differenceOf } from '../text/index.js';

/** For how long nothing is typed before a regex is judged, in milliseconds. */
export const pause = 400;

/** Runs something later. @returns how to cancel it */
export type Schedule = (act: () => void, milliseconds: number) => () => void;

export class Typing {
  readonly #schedule: Schedule;
  /** Of each open document, the text that was seen last, and a check that waits. */
  readonly #documents = new Map<string, { text: string; cancel: (() => void) | null }>();

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /**
   * A document was opened or edited.
   *
   * @param check checks the newest text of the document; it runs once, now or after the pause, or never if another edit comes
   *   before that
   */
  edited(uri: string, text: string, check: () => void): void {
    const known = this.#documents.get(uri);
    known?.cancel?.();
    const document = { text, cancel: null as (() => void) | null };
    this.#documents.set(uri, document);
    if (known && isEditOfRegex(known.text, text)) {
      document.cancel = this.#schedule(() => {
        document.cancel = null;
        check();
      }, pause);
    } else check();
  }

  closed(uri: string): void {
    this.#documents.get(uri)?.cancel?.();
    this.#documents.delete(uri);
  }
}

/**
 * Whether what differs between two texts is on one line, after a `~`: it begins a regex path, and is the operator before a
 * regex in an expression. Where this is wrong, a check comes a moment later, or a regex is judged sooner.
 */
export function isEditOfRegex(before: string, after: string): boolean {
  const { start, oldEnd, newEnd } = differenceOf(before, after);
  const line = after.lastIndexOf('\n', start - 1) + 1;
  const changed = after.slice(start, newEnd);
  const gone = before.slice(start, oldEnd);
  return after.slice(line, start).includes('~') && !/[\r\n]/.test(changed + gone);
}
