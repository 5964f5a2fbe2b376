/**
 * Templates: files that a program fills in before anything reads them. With their actions masked most of them are YAML or
 * JSON, in which every character that is not masked keeps its place.
 */

import type { Span } from '../../grammar/index.js';
import type { TemplateNotation } from '../problems/index.js';

/** A document that can only be read with the actions of a template masked. */
export interface TemplateUse {
  readonly notation: TemplateNotation;
  /** The first action. Absolute. */
  readonly first: Span;
  /**
   * The first action that adds unknown text (`{{ include … }}` on its own line) or repeats its content (`{{ range }}`);
   * `null` if there is none. With such an action the number of routes is unknown. Absolute offsets.
   */
  readonly open: Span | null;
}

export interface MaskedText {
  /** As long as the text, with the same line breaks. */
  readonly text: string;
  readonly use: TemplateUse;
  /** A value that was read from the masked text, with its actions as they are written. */
  readonly restore: (value: string) => string;
}

const action = /\$?\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}|<%[^\n]*?%>/g;

/** An action, which may span several lines. */
const oneAction = String.raw`\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}|\{\{(?:(?!\{\{|\}\})[\s\S])*\}\}|\{%(?:(?!\{%|%\})[\s\S])*%\}|\{#[\s\S]*?#\}|<%(?:(?!<%|%>)[\s\S])*%>`;
const anyAction = new RegExp(oneAction, 'g');

/** Lines that have nothing but actions. */
const actionsAlone = new RegExp(String.raw`^[ \t]*(?:(?:${oneAction})[ \t]*)+\r?$`, 'gm');

/** An action where YAML has a value or a line begins: there it would be a mapping with a mapping for a key. */
const startsValue = /(?:^|[:[,-])[ \t]*(?:\{\{|\{%|\{#|<%)/m;

/** Whether a text is certainly read otherwise than its author means, although it may be well-formed YAML. */
export const mustBeMasked = (text: string): boolean => mayBeTemplate(text) && startsValue.test(text);

export const mayBeTemplate = (text: string): boolean =>
  text.includes('{{') || text.includes('{%') || text.includes('<%') || text.includes('{#');

/** Of the block of characters for private use, which no file has: a start, digits, and what fills up. */
const start = '\uE000';
const filler = '\uF8FF';
const zero = 0xe001;
const base = 0xf8fe - zero + 1;
const marks = /\uE000([\uE001-\uF8FE])([\uE001-\uF8FE])\uF8FF*/g;

/** @returns `null` if there is no action, or the text has characters that masks are made of */
export function maskActions(text: string, format: 'yaml' | 'json'): MaskedText | null {
  if (!mayBeTemplate(text) || /[\uE000-\uF8FF]/.test(text)) return null;
  const actions: string[] = [];
  let open: Span | null = null;
  let first: Span | null = null;
  const seen = (written: string, index: number) => {
    if (first && first.start <= index) return;
    const from = index + written.search(/\S/);
    first = { start: from, end: index + written.trimEnd().length };
  };
  const alone = text.replace(actionsAlone, (line, index: number) => {
    seen(line, index);
    if (!open && isOpen(line)) {
      const from = index + line.search(/\S/);
      open = { start: from, end: index + line.trimEnd().length };
    }
    return line.replace(/[^\r\n]/g, ' ');
  });
  const masked = alone.replace(action, (written, index: number) => {
    seen(written, index);
    if (/^\{#|^\{%/.test(written)) return ' '.repeat(written.length);
    const number = actions.push(written) - 1;
    const isQuoted = format === 'json' && isOutsideOfStrings(alone, index);
    const room = written.length - (isQuoted ? 2 : 0);
    if (room < 3 || number >= base * base) return written;
    const digits = String.fromCharCode(zero + Math.floor(number / base), zero + (number % base));
    const mark = start + digits + filler.repeat(room - 3);
    return isQuoted ? `"${mark}"` : mark;
  });
  const found = first as Span | null;
  if (found === null) return null;
  const notation = notationOf(text.slice(found.start, found.end));
  const restore = (value: string) =>
    value.includes(start)
      ? value.replace(marks, (all, high: string, low: string) => {
          const number = (high.charCodeAt(0) - zero) * base + low.charCodeAt(0) - zero;
          return actions[number] ?? all;
        })
      : value;
  return { text: masked, use: { notation, first: found, open }, restore };
}

const notationOf = (written: string): TemplateNotation =>
  written.trimStart().startsWith('<%') ? 'erb' : 'braces';

/** Actions that only decide whether something is there, or say nothing. */
const closed =
  /^(?:\{\{-?\s*(?:\/\*|(?:if|else|end|with|define|block|break|continue)\b|\$\w*\s*:?=|#)|\{%[-+]?\s*(?:if|elif|else|endif|endfor|set|endset|raw|endraw|with|endwith|filter|endfilter|block|endblock|extends|comment|endcomment)\b|\{#|<%[-#]?\s*(?:#|if\b|elsif\b|else\b|end\b|unless\b|\}|@?\w+\s*=[^=]))/;

function isOpen(line: string): boolean {
  const all = line.match(anyAction) ?? [];
  return all.some((one) => !closed.test(one) && !/^<%#/.test(one));
}

/** Determined by what is before it: within a string there are other characters. */
const isOutsideOfStrings = (text: string, index: number): boolean =>
  /(?:^|[[{:,])\s*$/.test(text.slice(Math.max(0, index - 200), index)) && !isInString(text, index);

function isInString(text: string, index: number): boolean {
  const lineStart = text.lastIndexOf('\n', index - 1) + 1;
  const quotes = text.slice(lineStart, index).match(/(?<!\\)"/g)?.length ?? 0;
  return quotes % 2 === 1;
}
