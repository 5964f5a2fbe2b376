/** Colors for a terminal, and for nothing else: a file or another program gets plain text, in CI too. */

import { randomUUID } from 'node:crypto';
import { createColors } from 'picocolors';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;

const isAsked = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';

const isTerminal = process.stdout.isTTY === true && TERM !== 'dumb';

/** https://no-color.org; `FORCE_COLOR` as other programs of Node understand it. */
const real = createColors(!NO_COLOR && (isAsked || isTerminal));

/** In the place of ESC in what is painted here: what comes from a file cannot know it. */
const mark = randomUUID();

type Paint = (text: string) => string;

/** The escape sequences become real when the text is printed (`withColors`). */
function paint(name: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue'): Paint {
  const [start = '', end = ''] = real[name]('\0').split('\0');
  if (start === '') return (text) => text;
  const [marked, unmarked] = [start.replaceAll('\x1b', mark), end.replaceAll('\x1b', mark)];
  return (text) => `${marked}${text}${unmarked}`;
}

export const colors = {
  bold: paint('bold'),
  dim: paint('dim'),
  red: paint('red'),
  green: paint('green'),
  yellow: paint('yellow'),
  blue: paint('blue'),
};

/** What was painted, without color. */
export const withoutColors = (text: string): string =>
  text.replaceAll(new RegExp(`${mark}\\[\\d+m`, 'g'), '');

/** What was painted, in color. @param text in which no other escape sequence is left */
export const withColors = (text: string): string => text.replaceAll(mark, '\x1b');
