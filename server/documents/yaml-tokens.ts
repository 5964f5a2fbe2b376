import { type CST, Parser } from 'yaml';
import type { Span } from '../../grammar/index.js';

export interface SourceToken {
  readonly type: string;
  readonly source: string;
  readonly offset: number;
}

/** All tokens of a YAML text, of collections those inside them. */
export function yamlTokens(text: string): SourceToken[] {
  const found: SourceToken[] = [];
  const collect = (token: CST.Token | CST.CollectionItem) => {
    if ('source' in token && 'offset' in token) found.push(token as SourceToken);
    for (const part of Object.values(token)) {
      if (typeof part !== 'object' || part === null) continue;
      for (const inner of Array.isArray(part) ? part : [part]) collect(inner);
    }
  };
  for (const token of new Parser().parse(text)) collect(token);
  return found;
}

/** The comments of a YAML text, each moved by `base`, in the order of the text. */
export function yamlComments(text: string, base: number): Span[] {
  return yamlTokens(text)
    .filter(({ type }) => type === 'comment')
    .map(({ offset, source }) => ({ start: base + offset, end: base + offset + source.length }))
    .sort((a, b) => a.start - b.start);
}
