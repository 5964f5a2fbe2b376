/**
 * Expressions as the controllers build them: predicates joined by `&&` and `||`, with parentheses around every member
 * of a group. Source: Kong/kubernetes-ingress-controller `internal/dataplane/translator/atc/`.
 */

import type { Origin, Range } from '../objects/origin.js';

export type Matcher = Predicate | Group;

interface Predicate {
  readonly kind: 'predicate';
  readonly text: string;
  /** `null` for what the controller adds by itself. */
  readonly origin: Origin | null;
}

interface Group {
  readonly kind: '&&' | '||';
  readonly members: readonly Matcher[];
}

export type Operator = '==' | '~' | '^=' | '=^';

/** A predicate on text. */
export function predicate(field: string, operator: Operator, text: string, origin: Origin | null): Matcher {
  return { kind: 'predicate', text: `${field} ${operator} ${quoted(text)}`, origin };
}

/** The only predicate on a number. */
export const portPredicate = (port: number, origin: Origin | null): Matcher => ({
  kind: 'predicate',
  text: `net.dst.port == ${port}`,
  origin,
});

export const header = (name: string): string => `http.headers.${name.toLowerCase().replaceAll('-', '_')}`;

/** A member without content is left out; `null` is none. */
const group =
  (kind: Group['kind']) =>
  (members: readonly (Matcher | null)[]): Matcher => ({
    kind,
    members: members.filter((member): member is Matcher => member !== null && !isEmpty(member)),
  });

export const all = group('&&');
export const any = group('||');

export const isEmpty = (matcher: Matcher): boolean =>
  matcher.kind !== 'predicate' && matcher.members.length === 0;

/** Never a raw string. Other control characters are written unchanged. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

export interface Expression {
  readonly text: string;
  /** Which part of the text comes from which value. */
  readonly parts: readonly ExpressionPart[];
}

export interface ExpressionPart {
  /** UTF-16 offsets into the expression. */
  readonly range: Range;
  readonly origin: Origin;
}

/** The text of a matcher; the empty text where it has no content. */
export function print(matcher: Matcher): Expression {
  let text = '';
  const parts: ExpressionPart[] = [];
  const write = (one: Matcher): void => {
    if (one.kind === 'predicate') {
      if (one.origin) parts.push({ range: [text.length, text.length + one.text.length], origin: one.origin });
      text += one.text;
    } else if (one.members.length === 1) {
      write(one.members[0] as Matcher);
    } else {
      one.members.forEach((member, index) => {
        text += index === 0 ? '(' : ` ${one.kind} (`;
        write(member);
        text += ')';
      });
    }
  };
  write(matcher);
  return { text, parts };
}
