/** Texts of others inside Markdown: they stay what they are. */

/** A code block that its content cannot end. */
export function fence(language: string, content: string): string {
  const ticks = '`'.repeat(Math.max(3, longestTicks(content) + 1));
  return `${ticks}${language}\n${content}\n${ticks}`;
}

/** In one line. */
export function inlineCode(content: string): string {
  const ticks = '`'.repeat(longestTicks(content) + 1);
  const space = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${content.replaceAll('\n', ' ')}${space}${ticks}`;
}

const longestTicks = (content: string) =>
  Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));

/** Text of a sentence: nothing in it is a link, an image, a tag or emphasis. */
export const plainText = (content: string): string =>
  content.replaceAll('\n', ' ').replace(/[\\`*[\]<&]/g, '\\$&');
