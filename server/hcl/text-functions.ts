/** Functions that make texts. The characters of a result are still those that are written, each in its place. */

import { append } from '../text/index.js';
import type { Evaluator } from './evaluator.js';
import { type Piece, type SourceText, sliceText, sourceText } from './source-text.js';
import type { Call } from './tree.js';
import { piecesOf, textValue, type Value } from './values.js';

export const textFunctions: Readonly<Record<string, Evaluator>> = {
  join: (args, call, text) => {
    const [separator, ...lists] = args;
    const between = separator && textOf(separator);
    if (!between || lists.length === 0) return null;
    const pieces: Piece[] = [];
    let isFirst = true;
    for (const list of lists) {
      if (list.kind !== 'list') return null;
      for (const item of list.items) {
        const own = partOf(item, text);
        if (!own) return null;
        if (!isFirst) append(pieces, between.pieces);
        append(pieces, own);
        isFirst = false;
      }
    }
    return textValue(pieces, call.span, args);
  },

  format: (args, call, text) => {
    const [template, ...values] = args;
    const pattern = template && textOf(template);
    if (!pattern || isPartly(pattern)) return null;
    const pieces: Piece[] = [];
    let at = 0;
    let index = 0;
    for (const { 0: verb, index: start } of pattern.value.matchAll(/%(?:%|[^a-zA-Z%]*[a-zA-Z])/g)) {
      append(pieces, sliceText(pattern, at, start).pieces);
      at = start + verb.length;
      if (verb === '%%') {
        append(pieces, sliceText(pattern, start, start + 1).pieces);
        continue;
      }
      const value = values[index++];
      const part = value && formatted(verb, value, text);
      if (!part) return null;
      append(pieces, part);
    }
    if (index !== values.length || pattern.value.indexOf('%', at) >= 0) return null;
    append(pieces, sliceText(pattern, at, pattern.value.length).pieces);
    return textValue(pieces, call.span, args);
  },

  trimspace: trimming(({ value }) => [/^\s*/.exec(value)![0].length, value.trimEnd().length]),
  chomp: trimming(({ value }) => [0, value.replace(/[\r\n]+$/, '').length]),
  trimprefix: affix((value, prefix) => [value.startsWith(prefix) ? prefix.length : 0, value.length]),
  trimsuffix: affix((value, suffix) => [0, value.length - (value.endsWith(suffix) ? suffix.length : 0)]),
  lower: mapping((text) => text.toLowerCase()),
  upper: mapping((text) => text.toUpperCase()),
  tostring: ([value], call) => {
    if (value?.kind === 'null' || value?.kind === 'text') return value;
    const pieces = value && value.kind !== 'unknown' ? piecesOf(value, '') : null;
    return pieces && textValue(pieces, call.span, [value!]);
  },

  replace: (args, call) => {
    const [text, from, to] = args.map((arg) => textOf(arg));
    if (!text || !from || !to || args.length !== 3 || [text, from, to].some(isPartly)) return null;
    // Between slashes it is a regex of Go's.
    if (/^\/[\s\S]*\/$/.test(from.value) || from.value === '') return null;
    const pieces: Piece[] = [];
    let at = 0;
    for (let found = text.value.indexOf(from.value); found >= 0; found = text.value.indexOf(from.value, at)) {
      const replaced = sliceText(text, found, found + from.value.length).pieces;
      const span = { start: replaced[0]!.span.start, end: replaced.at(-1)!.span.end };
      append(pieces, sliceText(text, at, found).pieces);
      if (to.value !== '') pieces.push({ text: to.value, span, copied: false });
      at = found + from.value.length;
    }
    append(pieces, sliceText(text, at, text.value.length).pieces);
    return textValue(pieces, call.span, args);
  },

  split: (args, call) => {
    const [separator, text] = args.map((arg) => textOf(arg));
    if (!separator || !text || isPartly(separator) || isPartly(text) || separator.value === '') return null;
    let at = 0;
    const items =
      text.value === ''
        ? [text]
        : text.value.split(separator.value).map((part) => {
            const item = sliceText(text, at, at + part.length);
            at += part.length + separator.value.length;
            return item;
          });
    const assumed = args.some((arg) => arg.assumed);
    return {
      kind: 'list',
      items: items.map((item) => textValue(item.pieces, item.span, args)),
      span: call.span,
      referred: true,
      assumed,
    };
  },
};

function textOf(value: Value): SourceText | null {
  if (value.kind === 'text') return value.text;
  const pieces = value.kind === 'number' || value.kind === 'boolean' ? piecesOf(value, '') : null;
  return pieces && sourceText(pieces, value.span);
}

const isPartly = ({ pieces }: SourceText) => pieces.some(({ unknown }) => unknown);

/** An argument as a part of a text; one that is not known as `${ … }`. */
function partOf(value: Value, text: string): readonly Piece[] | null {
  const written = text.slice(value.span.start, value.span.end);
  return piecesOf(value, /["\\\r\n{}]/.test(written) || written === '' ? '${…}' : `\${${written}}`);
}

/** The verbs whose result does not depend on how Go writes values: `%s`, `%v`, `%d`, `%t`, and digits with zeros before them. */
function formatted(verb: string, value: Value, text: string): readonly Piece[] | null {
  const { span } = value;
  if (value.kind === 'unknown') return partOf(value, text);
  if (verb === '%s' || verb === '%v') return value.kind === 'null' ? null : piecesOf(value, '');
  if (verb === '%t') return value.kind === 'boolean' ? piecesOf(value, '') : null;
  const [, zeros] = /^%(?:0(\d{1,2}))?d$/.exec(verb) ?? [];
  if (!verb.endsWith('d') || (zeros === undefined && verb !== '%d')) return null;
  const number =
    value.kind === 'number' ? String(value.value) : value.kind === 'text' ? value.text.value : '';
  if (!/^\d+$/.test(number)) return null;
  return [{ text: number.padStart(Number(zeros ?? 0), '0'), span, copied: false }];
}

/** @param kept from where to where the text is kept */
function trimming(kept: (text: SourceText) => readonly [start: number, end: number]): Evaluator {
  return (args, call) => {
    const text = args.length === 1 ? textOf(args[0]!) : null;
    return text && slicedAround(text, kept, call, args);
  };
}

function affix(kept: (text: string, affix: string) => readonly [start: number, end: number]): Evaluator {
  return (args, call) => {
    const [text, affix] = args.map((arg) => textOf(arg));
    if (!text || !affix || isPartly(affix) || args.length !== 2) return null;
    return slicedAround(text, ({ value }) => kept(value, affix.value), call, args);
  };
}

/** `null` if what is cut off, or begins what is kept, is not known. */
function slicedAround(
  text: SourceText,
  kept: (text: SourceText) => readonly [start: number, end: number],
  { span }: Call,
  args: readonly Value[],
): Value | null {
  const [start, end] = kept(text);
  const result = sliceText(text, start, Math.max(start, end));
  if (isPartly(text) && (text.pieces[0]!.unknown || text.pieces.at(-1)!.unknown)) return null;
  return { ...textValue(result.pieces, span, args), text: { ...result, span: text.span } } as Value;
}

function mapping(map: (text: string) => string): Evaluator {
  return (args, call) => {
    const text = args.length === 1 ? textOf(args[0]!) : null;
    if (!text) return null;
    const pieces = text.pieces.map((piece) => {
      if (piece.unknown) return piece;
      const mapped = map(piece.text);
      return { ...piece, text: mapped, copied: piece.copied && mapped.length === piece.text.length };
    });
    return textValue(pieces, call.span, args);
  };
}
