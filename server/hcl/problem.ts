/** What can be wrong with HCL text: codes with closed arguments, in the words of HashiCorp's specification. */

import type { Span } from '../../grammar/index.js';

/** Every code, with the arguments of its message. */
export interface HclProblemArguments {
  /** `sequence` as written, such as `\d` or `\u12`. */
  'hcl-invalid-escape': { sequence: string };
  /** A quoted string that has no closing quote on its line. The span is that of the line end. */
  'hcl-newline-in-string': Record<never, never>;
  'hcl-unclosed-string': Record<never, never>;
  /** No line holds the marker alone, or the line that does is the last one and has no line end. */
  'hcl-unclosed-heredoc': { marker: string; atEnd: boolean };
  /** `<<` without a marker and a line end right after it. */
  'hcl-heredoc-start': Record<never, never>;
  /** The value starts on the line after `=`, as `deck file kong2tf` writes it. */
  'hcl-heredoc-on-next-line': Record<never, never>;
  'hcl-unclosed-comment': Record<never, never>;
  'hcl-unclosed-bracket': { bracket: Bracket };
  'hcl-unclosed-interpolation': { opening: '${' | '%{' };
  'hcl-unclosed-block': { type: string };
  'hcl-unexpected': { expected: Expected };
  'hcl-single-quotes': Record<never, never>;
  'hcl-attribute-redefined': { name: string };
  'hcl-template-in-label': Record<never, never>;
  'hcl-single-line-block': Record<never, never>;
  'hcl-number': Record<never, never>;
  'hcl-directive': { keyword: string };
  /** `else`, `endif` or `endfor` without its opening, or an opening without its end. */
  'hcl-unbalanced-directive': { keyword: string };
  'hcl-for-key': { wanted: boolean };
  'hcl-json': { error: JsonError };
  'hcl-too-deep': Record<never, never>;
}

export type Bracket = '[' | '(' | '{';

/** What was missing where something else was found. */
export type Expected =
  | 'expression'
  | 'equals'
  | 'body-item'
  | 'opening-brace'
  | 'line-end'
  | 'separator'
  | 'key-value-separator'
  | 'attribute-name'
  | 'colon'
  | 'in'
  | 'variable-name'
  | 'function-name'
  | 'no-closing-brace'
  /** A carriage return alone is no line end. */
  | 'line-feed';

/** What can be wrong with the JSON of a `*.tf.json` file (jsonc-parser's codes). */
export type JsonError =
  | 'symbol'
  | 'number'
  | 'key'
  | 'value'
  | 'colon'
  | 'comma'
  | 'closing-brace'
  | 'closing-bracket'
  | 'end-of-file'
  | 'comment'
  | 'string'
  | 'object';

export type HclProblemCode = keyof HclProblemArguments;

export type HclProblem = {
  [Code in HclProblemCode]: {
    readonly code: Code;
    readonly args: HclProblemArguments[Code];
    /** Absolute, UTF-16. */
    readonly span: Span;
  };
}[HclProblemCode];
