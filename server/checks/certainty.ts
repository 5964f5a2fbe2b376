/** What is true of a route whatever its unknown parts are: of a resource of Terraform, which is not run, and of templates. */

import type { ReadExpression, Span } from '../../grammar/index.js';
import type { RouteAnalysis } from '../analysis/index.js';
import { bodyOf, entryOf, hasPlaceholders, placeholdersIn } from '../documents/index.js';
import { aroundUnknown, isJudged, type Judged, judgedAround, judgedExpression } from '../terraform/index.js';

/** How the expression of a route can be judged. */
const findJudged = ({ body, alone, written }: RouteAnalysis): Judged => {
  if (body.terraform) return judgedExpression({ ...body.terraform, body: bodyOf(body) });
  const value = entryOf(body, 'expression')?.value;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return { how: 'all' };
  if (!hasPlaceholders(alone, written, value)) return { how: 'all' };
  // Something else is to be filled in where the text as it is read has nothing: an alias, an encrypted value.
  const holes = placeholdersIn(value.value);
  return holes.length === 0 ? { how: 'none' } : judgedAround(withoutQuotes(value.value, holes), holes);
};

/** A quote in a placeholder, as in `"${{ env "DECK_PATH" }}"`, ends no constant: the placeholder is filled in first. */
const withoutQuotes = (text: string, holes: readonly Span[]): string =>
  holes.reduce(
    (masked, { start, end }) =>
      masked.slice(0, start) + masked.slice(start, end).replaceAll('"', "'") + masked.slice(end),
    text,
  );

/**
 * The expression with its placeholders as texts without quotes. Its problems have the places of the expression.
 *
 * @param read as it is written
 */
export function readAround(known: RouteAnalysis, read: ReadExpression): ReadExpression {
  const { expression } = known;
  if (known.body.terraform || !expression?.text.includes('{')) return read;
  const text = withoutQuotes(expression.text, placeholdersIn(expression.text));
  return text === expression.text ? read : known.read(text, expression.language);
}

/** Whether an expression with parts that are not known is judged around them. */
export const isJudgedAround = (known: RouteAnalysis): boolean => known.once(findJudged).how === 'around';

/** Whether a problem of the expression exists whatever its unknown parts are. */
export function isCertain(known: RouteAnalysis, span: Span): boolean {
  const judged = known.once(findJudged);
  return judged.how === 'all' || isJudged(judged, span);
}

/** Whether all of the expression is known. */
export const isAllKnown = (known: RouteAnalysis): boolean => known.once(findJudged).how === 'all';

/** Without what depends on parts that are not known, and without what Terraform refuses first. */
export const certainOf = <
  Problem extends { readonly code: string; readonly path: readonly (string | number)[] },
>(
  { body }: RouteAnalysis,
  problems: readonly Problem[],
): readonly Problem[] =>
  body.terraform ? aroundUnknown({ ...body.terraform, body: bodyOf(body) }, problems) : problems;
