/**
 * Most patterns of a big file differ only in their literals, and compiling a pattern costs the more the more
 * Unicode its classes hold: `\d` ten times as much as `[0-9]`. Neither decides whether a pattern compiles.
 */

/** Beyond this a class that stands many times may exceed the crate's size limit of 10 MiB. */
const mostClasses = 64;

/** What stands by itself, outside of classes: each alternative is tried where the last one ended. */
const pieces = new RegExp(
  [
    /(?<literal>[A-Za-z0-9_/,:;=@%<>"'!-]+)/, // `<` and `>` are literals outside of a group's head
    /(?<class>\\[dDwWsS]|\.|\[\^?[A-Za-z0-9_/?#.,:;=@%]+\])/,
    /(?<head>\(\?(?:P?<[A-Za-z_][A-Za-z0-9_]*>|:))/, // names are kept: two groups of one name clash
    /(?<escaped>\\[./\-+*?()|[\]{}^$#&~])/,
    /(?<repeat>\{(?<least>\d{1,3})(?:,(?<most>\d{1,3})?)?\})/,
    /(?<other>[()|^$?*+])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
);

/**
 * A simpler pattern of the same shape: runs of literals as one letter, costly classes as a cheap one.
 *
 * @returns a pattern that compiles only if the given one does, or `null` where that is not sure: for flags
 *   (`(?-u)` and `(?x)` change what a class or a space is), rarer escapes, nested classes, big repetitions
 */
export function shapeOf(pattern: string): string | null {
  let shape = '';
  let classes = 0;
  let repetitions = 1;
  pieces.lastIndex = 0;
  while (pieces.lastIndex < pattern.length) {
    const piece = pieces.exec(pattern);
    if (!piece) return null;
    const { literal, class: set, escaped, repeat, least, most } = piece.groups!;
    if (literal !== undefined) shape += 'a';
    else if (escaped !== undefined) shape += 'a';
    else if (set !== undefined) {
      classes++;
      shape += '[a]';
    } else {
      if (repeat !== undefined) repetitions *= Math.max(1, Number(least), Number(most ?? 0));
      shape += piece[0];
    }
  }
  return (classes + pattern.length / 64) * repetitions <= mostClasses ? shape : null;
}
