/** What is true of a route whatever its unknown parts are: of a resource of Terraform, which is not run, and of templates. */

import type { Span } from '../../grammar/index.js';
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
  return holes.length === 0 ? { how: 'none' } : judgedAround(value.value, holes);
};

/** Whether an expression with parts that are not known is judged around them. */
export const isJudgedAround = (known: RouteAnalysis): boolean => known.once(findJudged).how === 'around';

/** Whether a problem of the expression exists whatever its unknown parts are. */
export const isCertain = (known: RouteAnalysis, span: Span): boolean =>
  isJudged(known.once(findJudged), span);

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
