/** `kong-routes expression`: verdicts on expressions, one JSON text a line in and one answer a line out. */

import { type Language, readExpression } from '../../../grammar/index.js';
import { isUnjudged, messageOf, severityOf } from '../../problems/index.js';

/**
 * Offsets are in UTF-16 units of the expression. `ok` means that Kong accepts the expression, and that everything was judged:
 * a regex that was not makes it false. Other warnings leave it true.
 */
export function judgeExpression(text: string, language: Language) {
  const { problems } = readExpression(text, language);
  return {
    ok: !problems.some(({ code }) => severityOf(code) === 'error' || isUnjudged(code)),
    problems: problems.map((problem) => ({
      code: problem.code,
      message: messageOf(problem),
      start: problem.span.start,
      end: problem.span.end,
    })),
  };
}
