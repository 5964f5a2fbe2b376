/** What shows that a text is meant as a regex. */

/**
 * What hardly anyone writes in a path or in the value of a header but as a regex. A dot, a plus, parentheses and a dollar
 * sign before a name (`/v1.2`, `/c++`, `/items(1)`, `/$batch`) are not among it.
 */
const signs: readonly RegExp[] = [
  /\\[dDwWsSbBAzZhHpP./+*?()[\]{}|^$_-]/,
  /\(\?[:<=!Pi]/,
  /\.[*+](?!\w)/,
  /\[\^[^\]]+\]|\[[^\][]*[\w]-[\w][^\][]*\]|\[[^\][]+\][*+?{]/,
  /\([^()]*\|[^()]*\)/,
  /[\])][*+?]/,
  /[\w)\]]\{\d+(?:,\d*)?\}/,
  /[^\s/$]\$$|\/\$$/,
  /^\/?\^/,
  /\w\|\w/,
];

/** @returns the first piece of regex syntax, or `null` if the text does not look like a regex */
export function regexSyntaxIn(text: string): string | null {
  for (const sign of signs) {
    const found = sign.exec(text);
    if (found) return found[0];
  }
  return null;
}

/** A regex that matches a text and nothing else. */
export const escapeRegex = (text: string): string => text.replace(/[.^$*+?()[\]{}|\\]/g, '\\$&');
