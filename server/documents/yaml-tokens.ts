import { type CST, Parser } from 'yaml';
import type { Span } from '../../grammar/index.js';
import { partsOf } from '../text/index.js';

export interface SourceToken {
  readonly type: string;
  readonly source: string;
  readonly offset: number;
}

/** All tokens of a YAML text, of collections those inside them, in the order of the text. */
export function yamlTokens(text: string): SourceToken[] {
  const found: SourceToken[] = [];
  // Without recursion: collections may nest deeper than the stack.
  const pending: (CST.Token | CST.CollectionItem)[] = [...new Parser().parse(text)].reverse();
  for (let token = pending.pop(); token; token = pending.pop()) {
    if ('source' in token && 'offset' in token) found.push(token as SourceToken);
    const parts = partsOf(token);
    for (let i = parts.length - 1; i >= 0; i--) pending.push(parts[i]!);
  }
  return found;
}

/** The comments of a YAML text, each moved by `base`, in the order of the text. */
export function yamlComments(text: string, base: number): Span[] {
  return yamlTokens(text)
    .filter(({ type }) => type === 'comment')
    .map(({ offset, source }) => ({ start: base + offset, end: base + offset + source.length }))
    .sort((a, b) => a.start - b.start);
}
