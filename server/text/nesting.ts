/**
 * How deep a YAML or JSON text nests. Its parsers, and whatever walks their trees, call themselves for every level: what
 * nests deeper than the stack is cut off before it is parsed, so that the rest of the text is read as always.
 */

import { CST, Lexer, Parser } from 'yaml';
import type { Span } from '../../grammar/index.js';

/** Levels of mappings and lists within each other. Far beyond what anyone writes, and well within the stack. */
export const deepestNesting = 500;

/** A text that is safe to parse. Every character that is left is at its place. */
export interface ShallowText {
  readonly text: string;
  /** The mappings and lists that are cut off: a null is in the place of each, and white space in the place of its rest. */
  readonly tooDeep: readonly Span[];
}

export function shallowYaml(text: string): ShallowText {
  if (!mayNestTooDeep(text)) return { text, tooDeep: [] };
  const inFlow = cutOff(text, '~', deepFlow(text));
  const whole = cutOff(inFlow.text, '~', deepYaml(inFlow.text));
  return { text: whole.text, tooDeep: joined(inFlow.tooDeep, whole.tooDeep) };
}

export function shallowJson(text: string): ShallowText {
  return bracketsNestTooDeep(text) ? cutOff(text, '0', deepJson(text)) : { text, tooDeep: [] };
}

/**
 * A fast check in one pass: `false` for nearly every text that nests less than half the limit. Brackets in strings
 * count too.
 */
export const mayNestTooDeep = (text: string): boolean =>
  bracketsNestTooDeep(text) || linesNestTooDeep.test(text) || wideLine.test(text);

/** Each level of a block needs a column of its own. */
const wideLine = new RegExp(`^[ ]{${deepestNesting}}`, 'm');
const linesNestTooDeep = new RegExp(`^[ ]*(?:[-?:][ \\t]+){${deepestNesting / 2}}`, 'm');

function bracketsNestTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x5b:
      case 0x7b:
        if (++depth > deepestNesting / 2) return true;
        break;
      case 0x5d:
      case 0x7d:
        if (depth > 0) depth--;
    }
  }
  return false;
}

function cutOff(text: string, nothing: string, tooDeep: readonly Span[]): ShallowText {
  let shallow = '';
  let at = 0;
  for (const { start, end } of tooDeep) {
    shallow +=
      text.slice(at, start) +
      nothing +
      text.slice(start + 1, end).replace(/[^\r\n]+/g, (run) => ' '.repeat(run.length));
    at = end;
  }
  return { text: shallow + text.slice(at), tooDeep };
}

type Part = CST.Token | CST.CollectionItem | CST.SourceToken;

/**
 * What is between brackets of YAML. Found before there are tokens of a tree: those of a million open brackets take gigabytes, and the
 * time of the parser grows with the square of their number. The lexer keeps nothing.
 */
function deepFlow(text: string): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = -1;
  let at = 0;
  let isScalar = false;
  const close = () => {
    if (start >= 0) found.push({ start, end: at });
    start = -1;
  };
  for (const lexeme of new Lexer().lex(text)) {
    // A mark comes before each scalar, which may look like a bracket.
    const type: ReturnType<typeof CST.tokenType> = isScalar ? null : CST.tokenType(lexeme);
    isScalar = type === 'scalar';
    // These marks are not in the text.
    if (isScalar) continue;
    if (type === 'doc-mode' || type === 'flow-error-end') {
      close();
      depth = 0;
      continue;
    }
    if (type === 'flow-map-start' || type === 'flow-seq-start') {
      if (++depth > deepestNesting && start < 0) start = at;
    }
    at += lexeme.length;
    if ((type === 'flow-map-end' || type === 'flow-seq-end') && depth > 0 && --depth === deepestNesting) {
      close();
    }
  }
  close();
  return found;
}

/** Both in the order of the text, as one: what is inside of another span is a part of it. */
function joined(inner: readonly Span[], outer: readonly Span[]): readonly Span[] {
  if (inner.length === 0 || outer.length === 0) return inner.length === 0 ? outer : inner;
  const spans = [...inner, ...outer].sort((a, b) => a.start - b.start || b.end - a.end);
  const found: Span[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (!last || span.start >= last.end) found.push(span);
    else found[found.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return found;
}

/** In the order of the text. Without recursion, as that is what it is for. */
function deepYaml(text: string): Span[] {
  const found: Span[] = [];
  let cut: { start: number; end: number; at: number } | null = null;
  const pending: { part: Part; depth: number }[] = [];
  const tokens = [...new Parser().parse(text)];
  for (const part of tokens.reverse()) pending.push({ part, depth: 0 });
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { part, depth } = next;
    if (cut && depth <= cut.at) {
      found.push({ start: cut.start, end: cut.end });
      cut = null;
    }
    const isCollection = 'items' in part;
    const inner = isCollection ? depth + 1 : depth;
    if (isCollection && inner > deepestNesting && !cut) {
      cut = { start: part.offset, end: part.offset + 1, at: depth };
    }
    if (cut && 'source' in part && 'offset' in part && part.source.trim() !== '') {
      cut.end = Math.max(cut.end, endOf(part));
    }
    const parts = partsOf(part);
    for (let i = parts.length - 1; i >= 0; i--) pending.push({ part: parts[i]!, depth: inner });
  }
  if (cut) found.push({ start: cut.start, end: cut.end });
  return found;
}

/** The header of a block scalar comes before its text. */
function endOf(token: { readonly offset: number; readonly source: string }): number {
  const props = 'props' in token ? (token.props as readonly CST.SourceToken[]) : [];
  return props.reduce((sum, { source }) => sum + source.length, token.offset + token.source.length);
}

/** What a token is made of, in the order of the text. */
export function partsOf(part: Part): Part[] {
  const parts: Part[] = [];
  for (const value of Object.values(part) as unknown[]) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) for (const one of value) parts.push(one as Part);
    else parts.push(value as Part);
  }
  return parts;
}

function deepJson(text: string): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') {
      if (++depth > deepestNesting && start < 0) start = at;
    } else if (character === ']' || character === '}') {
      if (depth > 0) depth--;
      if (start >= 0 && depth === deepestNesting) {
        found.push({ start, end: at + 1 });
        start = -1;
      }
    }
  }
  if (start >= 0) found.push({ start, end: text.length });
  return found;
}

/** Of its last character: the quote that closes it, or the end of its line. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '"') return at;
    else if (character === '\n' || character === '\r') return at;
  }
  return text.length;
}
