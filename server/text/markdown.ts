/** Texts of others inside Markdown: they stay what they are. */

import { largest } from './lists.js';

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
  largest(
    [...content.matchAll(/`+/g)].map(([run]) => run.length),
    0,
  );

/** Text of a sentence: nothing in it is a link, an image, a tag or emphasis. */
export const plainText = (content: string): string =>
  content.replaceAll('\n', ' ').replace(/[\\`*[\]<&]/g, '\\$&');
