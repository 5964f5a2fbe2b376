/**
 * An answer of Kong in one line: the engine draws the expression over several lines, and its reason is in the last one.
 */
export function inOneLine(message: string): string {
  const [first = '', ...others] = message.split('\n');
  const last = others.at(-1);
  return last === undefined ? first : first.replace(/ --> .*$/, last.replace(/^ *(= |error: )/, ''));
}
