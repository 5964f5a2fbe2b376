/** Colors for a terminal, and for nothing else: a file or another program gets plain text, in CI too. */

import { createColors } from 'picocolors';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;

const isAsked = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';

const isTerminal = process.stdout.isTTY === true && TERM !== 'dumb';

/** https://no-color.org; `FORCE_COLOR` as other programs of Node understand it. */
export const colors = createColors(!NO_COLOR && (isAsked || isTerminal));
