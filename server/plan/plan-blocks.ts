/** What the sections of a plan's page are made of. */

import type { Block, Inline, Piece } from '../pages/index.js';
import { placeText } from './line-places.js';
import type { At } from './plan-model.js';

export const heading = (level: 1 | 2 | 3 | 4, text: Inline): Block => ({ kind: 'heading', level, text });
export const paragraph = (...text: Inline): Block => ({ kind: 'paragraph', text });
export const link = (at: At): Piece => ({ at, text: placeText(at) });

/** Lines that both texts have at the start and at the end appear once. */
export function diffOf(before: string, after: string): string {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++;
  return [
    ...old.slice(0, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end).map((line) => ` ${line}`),
  ].join('\n');
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
