/**
 * The tree of an HCL file. Offsets are UTF-16 units of the file's text, spans half open. What is missing is a gap
 * (`kind: 'missing'`), so that a tree is whole whatever the text is.
 * Source: hashicorp/hcl `hclsyntax/spec.md`, `hclsyntax/parser.go`, `hclsyntax/parser_template.go`.
 */

import type { Span } from '../../grammar/index.js';
import type { HclProblem } from './problem.js';
import type { Piece } from './source-text.js';

export interface HclFile {
  readonly syntax: 'native' | 'json';
  readonly text: string;
  readonly body: Body;
  /** `#`, `//` and block comments, without the line end. JSON has none. */
  readonly comments: readonly Span[];
  /** In the order of the text. Empty exactly where Terraform can read the file. */
  readonly problems: readonly HclProblem[];
}

export interface Body {
  /** Between the braces; for a file, all of it. */
  readonly span: Span;
  /** In the order of the text. */
  readonly items: readonly (Attribute | Block)[];
}

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly nameSpan: Span;
  /** `null` if it is missing. In JSON, the place of the colon. */
  readonly equals: number | null;
  readonly value: Expression;
  /** From the name to the end of the value. */
  readonly span: Span;
}

export interface Block {
  readonly kind: 'block';
  readonly type: string;
  readonly typeSpan: Span;
  readonly labels: readonly Label[];
  /** The offset of `{`; `null` if it is missing. */
  readonly open: number | null;
  /** The offset of `}`; `null` if it is missing. */
  readonly close: number | null;
  readonly body: Body;
  /** From the type to the closing brace. */
  readonly span: Span;
}

export interface Label {
  readonly text: string;
  /** With its quotes. */
  readonly span: Span;
  readonly quoted: boolean;
}

export type Expression =
  | Literal
  | Template
  | Tuple
  | ObjectExpression
  | ForExpression
  | Variable
  | Traversal
  | Call
  | Conditional
  | Operation
  | Unary
  | Parentheses
  | Missing;

interface Node {
  readonly span: Span;
}

/** A whole number that a double cannot hold is a bigint. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: number | bigint | boolean | null;
}

export interface Template extends Node {
  readonly kind: 'template';
  /** `flush`: `<<-`. `bare`: a string of JSON, which has the quotes and escapes of JSON. */
  readonly style: 'quoted' | 'heredoc' | 'flush' | 'bare';
  readonly parts: readonly TemplatePart[];
  /** Between the quotes, or the lines between the markers. */
  readonly content: Span;
  readonly closed: boolean;
}

export type TemplatePart = TemplateText | Interpolation | TemplateIf | TemplateFor;

/** Literal text, decoded: without escapes, indentation and white space that is trimmed. */
export interface TemplateText {
  readonly kind: 'text';
  readonly pieces: readonly Piece[];
}

/** `${ … }` */
export interface Interpolation extends Node {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}

/** `%{ if … } … %{ else } … %{ endif }` */
export interface TemplateIf extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly whenTrue: readonly TemplatePart[];
  readonly whenFalse: readonly TemplatePart[];
}

/** `%{ for … in … } … %{ endfor }` */
export interface TemplateFor extends Node {
  readonly kind: 'for';
  readonly key: string | null;
  readonly value: string;
  readonly collection: Expression;
  readonly body: readonly TemplatePart[];
}

export interface Tuple extends Node {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

export interface ObjectExpression extends Node {
  readonly kind: 'object';
  readonly entries: readonly ObjectEntry[];
}

export interface ObjectEntry {
  readonly key: ObjectKey;
  readonly value: Expression;
  /** From the key to the end of the value. */
  readonly span: Span;
}

/** A bare identifier is a text; anything else is evaluated. */
export type ObjectKey =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly span: Span };

/** `[for … ]`, or `{for … => … }`, which has a `resultKey`. */
export interface ForExpression extends Node {
  readonly kind: 'for';
  readonly result: 'tuple' | 'object';
  readonly key: string | null;
  readonly value: string;
  readonly collection: Expression;
  readonly resultKey: Expression | null;
  readonly resultValue: Expression;
  readonly condition: Expression | null;
  readonly grouped: boolean;
}

export interface Variable extends Node {
  readonly kind: 'variable';
  readonly name: string;
}

/** What follows a value: `.name`, `[key]`, `.0`, `[*]`, `.*`. */
export interface Traversal extends Node {
  readonly kind: 'traversal';
  readonly source: Expression;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly key: Expression; readonly span: Span }
  /** Everything after a full splat is done for each element; after `.*` only the attributes that follow it. */
  | { readonly kind: 'splat'; readonly full: boolean; readonly span: Span };

export interface Call extends Node {
  readonly kind: 'call';
  /** With its namespaces, as in `provider::x::y`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  /** The last argument is a list of arguments (`…`). */
  readonly expanded: boolean;
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';

/** Operators of one precedence, from the left: `operators[i]` joins what is before it to `operands[i + 1]`. */
export interface Operation extends Node {
  readonly kind: 'operation';
  readonly operands: readonly Expression[];
  readonly operators: readonly Operator[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}

export interface Parentheses extends Node {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}

export interface Missing extends Node {
  readonly kind: 'missing';
}

export const attributesOf = (body: Body): readonly Attribute[] =>
  body.items.filter((item) => item.kind === 'attribute');

export const blocksOf = (body: Body): readonly Block[] => body.items.filter((item) => item.kind === 'block');

/** The first attribute with a name: HashiCorp's parser keeps the first of several, too. */
export const attributeOf = (body: Body, name: string): Attribute | null =>
  attributesOf(body).find((attribute) => attribute.name === name) ?? null;
