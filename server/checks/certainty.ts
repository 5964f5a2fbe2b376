/** What is true of a route whatever its unknown parts are: of a resource of Terraform, which is not run. */

import type { Span } from '../../grammar/index.js';
import type { RouteAnalysis } from '../analysis/index.js';
import { bodyOf } from '../documents/index.js';
import { aroundUnknown, isJudged, type Judged, judgedExpression } from '../terraform/index.js';

/** How the expression of a route can be judged; in anything but Terraform, all of it. */
const findJudged = ({ body }: RouteAnalysis): Judged =>
  body.terraform ? judgedExpression({ ...body.terraform, body: bodyOf(body) }) : { how: 'all' };

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
