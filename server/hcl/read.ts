/** HCL text → tree. */

import { readFileBody } from './body.js';
import { Scanner } from './scanner.js';
import type { HclFile } from './tree.js';

/**
 * Reads the native syntax of HCL, as in `*.tf` and `*.tofu`. Never throws; what is wrong is in `problems`, and the
 * rest is read: a mistake in a string costs that string, a block that is half typed costs itself.
 *
 * The text is read as HashiCorp's parser reads it. Only where that fails, it is read once more with guesses: a quoted
 * string ends with its line, a line that starts with a block of Terraform's top level closes all that is open, and a
 * line `name =` closes the brackets in which it cannot be.
 */
export function readHcl(text: string): HclFile {
  const exact = new Scanner(text, false);
  const file = readWith(exact);
  return exact.failed ? readWith(new Scanner(text, true)) : file;
}

function readWith(scanner: Scanner): HclFile {
  // A byte order mark is not part of the text.
  if (scanner.text.charCodeAt(0) === 0xfeff) scanner.moveTo(1);
  const body = readFileBody(scanner);
  const problems = scanner.problems.toSorted((a, b) => a.span.start - b.span.start);
  return { syntax: 'native', text: scanner.text, body, comments: scanner.comments, problems };
}
