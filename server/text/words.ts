/** Names and numbers within a sentence. */

/** `1 route`, `2 routes`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `a`, `a and b`, `a, b and c`; with a limit, `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const others = names.length - most;
  if (others > 0) return `${names.slice(0, most).join(', ')} and ${others} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const sentenceCase = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** With a capital letter and one full stop. */
export const asSentence = (words: string): string => `${sentenceCase(words)}.`.replace(/\.\.$/, '.');
