/** Why a text that Kong may read is not read here. */

import type { Span } from '../../grammar/index.js';
import { deepestNesting } from '../text/index.js';
import type { DocumentFormat, RouteDocument, SyntaxProblem } from './document.js';

/** Mappings and lists that nest deeper than they are followed. */
export const tooDeep = (span: Span): SyntaxProblem => ({
  fault: { syntax: 'any', fault: 'too-deep', levels: deepestNesting },
  span,
});

/**
 * A text that is read only after a repair: bytes of UTF-16 that were read as UTF-8, or YAML with line ends of CR alone,
 * which Kong's parser accepts. The repair only shows whether the text is Kong's: places in it are not those of the file.
 */
export function repaired(
  text: string,
  format: DocumentFormat,
): { readonly text: string; readonly problem: SyntaxProblem } | null {
  if (isUtf16(text)) {
    const span = { start: 0, end: text.search(/[\r\n]|$/) };
    return {
      text: text.replace(/[\0\ufffd]/g, ''),
      problem: { fault: { syntax: 'any', fault: 'encoding', encoding: 'UTF-16' }, span },
    };
  }
  const start = format === 'yaml' || format === 'text' ? text.search(/\r(?!\n)/) : -1;
  if (start < 0) return null;
  const problem: SyntaxProblem = {
    fault: { syntax: 'any', fault: 'line-ends' },
    span: { start, end: start + 1 },
  };
  return { text: text.replace(/\r(?!\n)/g, '\n'), problem };
}

/** Of an ASCII text in UTF-16 every second byte is a NUL. */
const isUtf16 = (text: string): boolean => /^\ufffd*(?:[^\0]\0){2}|^\ufffd*(?:\0[^\0]){2}/.test(text);

/** What is recognised of a repaired text, for the text as it is written: nothing that has a place. */
export const unreadable = (document: RouteDocument, text: string, problem: SyntaxProblem): RouteDocument => ({
  ...document,
  text,
  parts: [],
  routes: [],
  unread: [],
  repeatedKeys: [],
  structure: [],
  template: null,
  syntaxProblems: [problem],
});

/**
 * The first character that YAML does not allow: libyaml reads nothing of such a file (`yaml_parser_update_buffer` in
 * `src/reader.c`), and neither does go-yaml (`readerc.go`).
 */
export function controlCharacter(text: string): SyntaxProblem | null {
  const start = text.search(notAllowed);
  if (start < 0) return null;
  const name = text.charCodeAt(start).toString(16).toUpperCase().padStart(4, '0');
  return {
    fault: { syntax: 'yaml', fault: { code: 'control-character', name: `U+${name}` } },
    span: { start, end: start + 1 },
  };
}

const notAllowed = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
