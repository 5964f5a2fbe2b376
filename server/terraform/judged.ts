/**
 * The problems of a route that is partly unknown, or that Terraform rejects before Kong sees it. Problems that depend
 * on the unknown parts are left out.
 */

import type { Span } from '../../grammar/index.js';
import { unknownSpans } from '../hcl/index.js';
import { matchFields } from '../routes/index.js';
import { isOfOtherStyle } from './argument-names.js';
import type { TerraformRoute, UnknownPart } from './route.js';

/** How an expression can be judged. */
export type Judged =
  | { readonly how: 'all' }
  /** Without what touches one of the constants, whose value is not known; spans in the value. */
  | { readonly how: 'around'; readonly constants: readonly Span[] }
  /** An unknown part is in the place of syntax. */
  | { readonly how: 'none' };

/** How the expression of a route can be judged; without one, as if all of it could. */
export function judgedExpression({ body, unknown }: Pick<TerraformRoute, 'body' | 'unknown'>): Judged {
  // Which fields an expression has depends on the protocols.
  if (unknown.some(({ path }) => path[0] === 'protocols')) return { how: 'none' };
  const value = body.entries.find(({ key }) => key === 'expression')?.value;
  const text = value?.kind === 'scalar' ? value.text : null;
  return text ? judgedAround(text.value, unknownSpans(text)) : { how: 'all' };
}

/** How an expression can be judged around parts that are not known. @param holes where they are in it */
export function judgedAround(expression: string, holes: readonly Span[]): Judged {
  if (holes.length === 0) return { how: 'all' };
  const constants = constantsIn(expression);
  const touched = holes.map((hole) =>
    constants.find(({ inside }) => inside.start <= hole.start && hole.end <= inside.end),
  );
  if (touched.includes(undefined)) return { how: 'none' };
  return { how: 'around', constants: [...new Set(touched)].map((constant) => constant!.span) };
}

/** Whether a problem at a span of the expression is still one, whatever the unknown parts are. */
export function isJudged(judged: Judged, { start, end }: Span): boolean {
  if (judged.how !== 'around') return judged.how === 'all';
  return !judged.constants.some((constant) => start < constant.end && constant.start < end);
}

interface Constant {
  readonly span: Span;
  readonly inside: Span;
}

/** The texts in an expression of Kong's: `"…"` with escapes, and `r#"…"#`. */
function constantsIn(expression: string): readonly Constant[] {
  const constants: Constant[] = [];
  for (const { 0: text, index } of expression.matchAll(/r#"[\s\S]*?"#|"(?:[^"\\]|\\[\s\S])*"/g)) {
    const raw = text.startsWith('r') ? 3 : 1;
    const end = index + text.length;
    const inside = { start: index + raw, end: end - (raw === 3 ? 2 : 1) };
    constants.push({ span: { start: index, end }, inside });
  }
  return constants;
}

/** A problem at a place of the data of a route. */
interface Judgeable {
  readonly code: string;
  readonly path: readonly (string | number)[];
}

/**
 * Kong's problems of a route, without those that depend on unknown parts and those that Terraform reports first.
 *
 * @param problems of `judge`, with the data of the route (`effectiveTerraformData`)
 */
export function aroundUnknown<Problem extends Judgeable>(
  route: Pick<TerraformRoute, 'body' | 'unknown' | 'resource'>,
  problems: readonly Problem[],
): readonly Problem[] {
  const { unknown, resource, body } = route;
  const open = new Set(unknown.map(({ path }) => path[0]));
  const misplaced = new Set(
    body.entries.map(({ key }) => key).filter((key) => isOfOtherStyle(key, resource)),
  );
  const touches = new Set<unknown>([...open, ...misplaced]);
  return problems.filter(({ code, path }) => {
    if (unknown.some((part) => hides(part, path))) return false;
    switch (code) {
      // Any of the fields that match may be what is missing.
      case 'match-missing':
      case 'priority-without-expression':
      case 'expression-missing':
        return !matching.some((field) => touches.has(field)) && !open.has('protocols');
      case 'field-not-for-protocol':
        return !open.has('protocols');
      // Of a route with arguments of both styles Terraform refuses one before Kong sees any.
      case 'mixed-route':
      case 'priority-with-fields':
      case 'regex-priority-with-expression':
      case 'expression-in-flavor':
      case 'priority-in-flavor':
      case 'field-in-flavor':
        return misplaced.size === 0;
      default:
        return true;
    }
  });
}

const matching: readonly string[] = [...matchFields, 'expression', 'protocols'];

/** A partly known text hides its problems; a rejected value hides its problems and those inside of it. */
function hides({ path, why }: UnknownPart, problem: readonly (string | number)[]): boolean {
  if (why === 'unknown' || path.length > problem.length) return false;
  const isInside = path.every((step, i) => step === problem[i]);
  return isInside && (why === 'refused' || path.length === problem.length);
}
