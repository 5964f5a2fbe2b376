/**
 * What can be wrong with an expression, and what was meant, as data: codes with closed arguments. The sentences belong to
 * the messages of the server; nothing here is one, or a part of one.
 */

import type { GatewayVersion } from './gateway-version.js';
import type {
  ComparisonOperator,
  ConstantKind,
  Feature,
  FieldType,
  LogicalOperator,
  Subsystem,
  TransformFunction,
} from './language/index.js';
import type { NotJudged } from './regex/index.js';
import type { Span } from './span.js';

/** What the language expects at a place; `call`: the parenthesis after the name of a function. */
export type Expected = 'term' | 'field' | 'call' | 'operator' | 'constant' | 'connector';

/** What is there instead: a piece of the text, or nothing more. */
export type Found = { readonly found: 'end' } | { readonly found: 'text'; readonly text: string };

/** What is not closed: the parenthesis of a group or of a call, a string, a raw string. */
export type Unclosed =
  | { readonly what: 'group' | 'string' | 'raw-string' }
  | { readonly what: 'call'; readonly name: TransformFunction };

/** What an operator does not compare: a constant, a field of this type, or the two of them. */
export type WrongOperands =
  | { readonly wrong: 'constant'; readonly constant: ConstantKind }
  | { readonly wrong: 'field'; readonly type: FieldType }
  | { readonly wrong: 'both'; readonly type: FieldType; readonly constant: ConstantKind };

/** Why no request has a value. */
export type NeverReason =
  /** `lower( … )` leaves no capitals. */
  | { readonly why: 'lower' }
  | { readonly why: 'method-case' | 'method-characters' }
  | { readonly why: 'host-url' | 'host-slash' | 'host-port' }
  | { readonly why: 'wildcard'; readonly of: 'host' | 'sni' }
  | { readonly why: 'path-slash' }
  | { readonly why: 'query-string' | 'normalized'; readonly name: string }
  | { readonly why: 'segment-empty' | 'segment-slash' | 'segments-outer-slash' }
  | { readonly why: 'segments-count'; readonly name: string; readonly count: number }
  | { readonly why: 'header-case' }
  | { readonly why: 'protocol'; readonly protocols: readonly string[] }
  | { readonly why: 'port' | 'length' }
  | { readonly why: 'raw-path' }
  | {
      readonly why: 'other-subsystem' | 'before-3.6';
      readonly name: string;
      readonly subsystem: Subsystem;
      /** Kong fails on every request while a route has the field. */
      readonly fails: boolean;
    };

/** What an alternative does not ask for. */
export type DroppedPart = 'host' | 'path';

/** What is another with a plain operator than with the regex. */
export type PlainDifference = 'strip-path-nothing' | 'strip-path-less' | 'line-breaks';

type None = Record<never, never>;

/** Every code of the grammar, with the arguments of its message. */
export interface ExpressionProblemArguments {
  'expression-empty': None;
  'expression-syntax':
    | (Found & { readonly expected: Exclude<Expected, 'call'> })
    | (Found & { readonly expected: 'call'; readonly name: TransformFunction });
  'expression-unclosed': Unclosed;
  'expression-unopened': None;
  'expression-not': None;
  'expression-escape': { readonly escape: string };
  'expression-comment': None;
  'expression-unknown-operator': { readonly operator: string };
  'expression-unknown-function': { readonly name: string };
  'expression-not-in-spacing': None;
  'expression-hyphen': { readonly name: string };
  'expression-integer-range': { readonly text: string };
  'expression-ip-address': { readonly text: string; readonly family: 4 | 6 };
  'expression-cidr-length': { readonly text: string; readonly longest: 32 | 128 };
  'expression-cidr-host-bits': { readonly text: string; readonly network: string };
  /** The message is the crate's own. */
  'expression-regex': { readonly message: string };
  'expression-regex-not-judged': { readonly reason: NotJudged };
  'expression-unknown-field': {
    readonly name: string;
    readonly subsystem: Subsystem;
    readonly gatewayVersion: GatewayVersion;
  };
  'expression-field-since': { readonly name: string; readonly since: string };
  'expression-since': { readonly what: ComparisonOperator | Feature; readonly since: string };
  'expression-segments': { readonly name: string };
  'expression-lower-type': { readonly name: string; readonly type: FieldType };
  'expression-type-mismatch': {
    readonly name: string;
    readonly type: FieldType;
    readonly constant: ConstantKind;
  };
  'expression-operator-type': WrongOperands & { readonly operator: ComparisonOperator };
  'expression-precedence': {
    readonly tighter: LogicalOperator;
    readonly looser: LogicalOperator;
    /** Both bind alike: the engine is one before Gateway 3.4. */
    readonly alike: boolean;
  };
  'expression-absent': { readonly name: string; readonly operator: ComparisonOperator };
  'expression-all-values': { readonly name: string };
  'expression-unanchored': { readonly name: string; readonly begins: 'anywhere' | 'inside' };
  /** `instead` is an operator and a constant. */
  'expression-simple-regex': { readonly instead: string; readonly differences: readonly PlainDifference[] };
  'expression-never': NeverReason & { readonly outcome: 'never' | 'always' };
  'expression-header-case': { readonly name: string; readonly right: string };
  'expression-host-case': None;
  'expression-contradiction': { readonly first: string; readonly second: string };
  /** `name` is the field, where the terms are about one. */
  'expression-tautology': {
    readonly first: string;
    readonly second: string;
    readonly name: string | null;
    readonly when: 'always' | 'sent' | 'sent once';
  };
  'expression-duplicate': { readonly term: string };
  /** Every address of `family` matches. */
  'expression-other-family': {
    readonly name: string;
    readonly operator: ComparisonOperator;
    readonly family: 4 | 6;
  };
  'expression-alternative': { readonly term: string; readonly parts: readonly DroppedPart[] };
  /** `value` is what the engine reads. */
  'expression-octal': { readonly written: string; readonly value: string };
  /** `instead` is an operator and a constant. */
  'expression-notation': {
    readonly name: string;
    /** `marker`: what marks a regex in the fields of a route is part of this regex. */
    readonly as: 'text' | 'marker';
    readonly instead: string | null;
  };
  'expression-starred-slash': None;
  'expression-regex-dot': { readonly piece: string; readonly meant: string };
  'expression-host-open': { readonly name: string; readonly side: 'start' | 'end' | 'both' };
  'expression-net-port': None;
  'expression-nul': None;
  'expression-too-deep': None;
}

export type ExpressionCode = keyof ExpressionProblemArguments;

/** One problem; `span` is in the text as it was given. */
export type ExpressionProblem = {
  [Code in ExpressionCode]: {
    readonly code: Code;
    readonly args: ExpressionProblemArguments[Code];
    readonly span: Span;
    /** What was most likely meant, where that is obvious; its spans are in the text as it was given. */
    readonly fix?: ExpressionFix;
  };
}[ExpressionCode];

/** Every kind of fix, with the arguments of its title. A `text` is a piece of an expression. */
export interface ExpressionFixArguments {
  write: { readonly text: string };
  insert: { readonly text: string };
  remove: { readonly text: string };
  'remove-comment': None;
  'remove-double-negation': None;
  'remove-function': { readonly name: TransformFunction };
  /** Parentheses around the argument of a function. */
  'write-call': None;
  /** A list of constants as comparisons one by one. */
  'write-list': { readonly operator: LogicalOperator };
  /** `operator` is that of the comparison, where it was negated itself. */
  'write-negation': { readonly operator: ComparisonOperator | null };
  'write-raw-string': None;
  /** Around the part of a chain that Kong reads together. */
  'write-parentheses': None;
  /** `isRecorded`: what `strip_path` cuts and the captures change with it. */
  'remove-term': { readonly isRecorded: boolean };
  'write-connector': { readonly operator: LogicalOperator };
  'write-anchor': None;
  'write-host': { readonly text: string };
  'write-plain': { readonly text: string; readonly differences: readonly PlainDifference[] };
  'write-opposite': { readonly name: string };
  'write-any': None;
  /** Only addresses of this family. */
  'write-family': { readonly name: string; readonly family: 4 | 6 };
  /** `text` is what the other alternatives ask for. */
  'write-alternative': { readonly text: string };
}

export type ExpressionFixCode = keyof ExpressionFixArguments;

interface FixEdits {
  /** In the text of the expression; they do not overlap. */
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
  /** Kong accepted the expression before, and it means something else after. */
  readonly changes?: true;
}

/** What to change. After it the problem is gone, and whatever else is wrong is as it was. */
export type ExpressionFix = {
  [Code in ExpressionFixCode]: FixEdits & {
    readonly code: Code;
    readonly args: ExpressionFixArguments[Code];
  };
}[ExpressionFixCode];
