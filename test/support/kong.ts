/**
 * Kong's verdict on an expression: the real engine, and around it what Kong itself does, written here a second
 * time from its sources so that a mistake in `grammar/` is not repeated.
 */

import type { ExpressionCode, ExpressionProblem, Subsystem } from '../../grammar/index.js';
import { severityOf } from '../../server/problems/messages.js';
import type { Engine } from './engine.js';

export interface KongVerdict {
  readonly status: 'accepted' | 'refused' | 'panic';
  readonly message?: string;
  /** The engine's tree of an accepted expression. */
  readonly tree?: unknown;
}

/**
 * Kong/kong `kong/router/transform.lua` (`amending_expression`, NET_PORT_REG), and then the C string that
 * lua-resty-router hands over.
 */
export function seenByTheEngine(text: string): string {
  const rewritten = text.includes('net.port')
    ? text.replace(/(net\.port)([\t\n\v\f\r ]*)([=><!])/g, 'net.dst.port$2$3')
    : text;
  return rewritten.split('\0', 1)[0]!;
}

/** Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route`). */
function isIllformed(field: string): boolean {
  const prefix = 'http.path.segments.';
  if (!field.includes(prefix)) return false;
  const suffix = field.slice(prefix.length);
  const m = /^(0|[1-9]\d*)(_([1-9]\d*))?$/.exec(suffix);
  return suffix !== 'len' && (!m || (m[2] !== undefined && Number(m[1]) >= Number(m[3])));
}

function* fieldsOf(tree: unknown): Generator<string> {
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, value] of Object.entries(tree)) {
    if (key === 'var_name') yield value;
    else yield* fieldsOf(value);
  }
}

export async function askKong(engine: Engine, text: string, subsystem: Subsystem): Promise<KongVerdict> {
  const { status, message, expression } = await engine.parse(seenByTheEngine(text), subsystem);
  if (status === 'panic') return { status };
  if (status !== 'ok') return { status: 'refused', ...(message !== undefined && { message }) };
  for (const field of fieldsOf(expression)) {
    if (isIllformed(field)) return { status: 'refused', message: 'illformed http.path.segments.* field' };
  }
  return { status: 'accepted', tree: expression };
}

/** What the pest grammar refuses: the engine lists what it expected there, we say what it looks like. */
const syntaxCodes: readonly ExpressionCode[] = [
  'expression-empty',
  'expression-syntax',
  'expression-unclosed',
  'expression-unopened',
  'expression-not',
  'expression-escape',
  'expression-comment',
  'expression-unknown-operator',
  'expression-hyphen',
  // `not (http.path == "/a")` looks like a call.
  'expression-unknown-function',
];

const meanings: readonly (readonly [RegExp, readonly ExpressionCode[]])[] = [
  [/^(parsing error: )?expected /, syntaxCodes],
  [/^unknown transformation function/, ['expression-unknown-function']],
  [/^number too large/, ['expression-integer-range']],
  [/^invalid IPv[46] address|^couldn't parse address/, ['expression-ip-address']],
  [/^invalid length for network|^couldn't parse length/, ['expression-cidr-length']],
  [/^host part of address was not zero/, ['expression-cidr-host-bits']],
  [/^regex parse error|^Compiled regex exceeds size limit/, ['expression-regex']],
  [/^Unknown LHS field/, ['expression-unknown-field']],
  [/^Type mismatch/, ['expression-type-mismatch']],
  [/^lower-case transformation/, ['expression-lower-type']],
  [
    /^(regex operator|Regex operators|Regex\/Prefix|Prefix\/Postfix|Greater|In\/NotIn|Contains)/,
    ['expression-operator-type'],
  ],
  [/^illformed http\.path\.segments/, ['expression-segments']],
];

/** Our codes for what a message of Kong says: one of them has to be among our problems. */
export function codesOf(message: string): readonly ExpressionCode[] {
  const meaning = meanings.find(([pattern]) => pattern.test(message));
  if (!meaning) throw new Error(`A message of Kong that the tests do not know: ${message}`);
  return meaning[1];
}

/** Whether our problems say that Kong refuses the expression. */
export const isRefused = (problems: readonly ExpressionProblem[]): boolean =>
  problems.some(({ code }) => severityOf(code) === 'error');
