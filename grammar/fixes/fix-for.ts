/** Which fix a problem has, by its code and arguments. */

import type {
  ExpressionCode,
  ExpressionFix,
  ExpressionProblem,
  ExpressionProblemArguments,
} from '../problems.js';
import type { Language } from '../semantics/index.js';
import type { Expression } from '../syntax/index.js';
import { removeComment } from './comments.js';
import { wrongConstant } from './constants.js';
import { write } from './edits.js';
import { malformedSegments, unknownField } from './fields.js';
import { unknownFunction, wordBeforeArgument } from './functions.js';
import type { Mistake } from './mistake.js';
import { missingNegation } from './negations.js';
import { unknownOperator } from './operators.js';
import { missingParenthesis } from './parentheses.js';
import { rangeOfSegments } from './ranges.js';
import { rawStringOfEscapes, rawStringUnknown, unclosedString } from './strings.js';
import { strayPunctuation, wrongConnector, wrongTerm } from './terms.js';
import { loweredNonText, wrongTypes } from './types.js';

type Fixer<Code extends ExpressionCode> = (
  mistake: Mistake,
  args: ExpressionProblemArguments[Code],
) => ExpressionFix | null;

const fixers: { readonly [Code in ExpressionCode]?: Fixer<Code> } = {
  'expression-syntax': (mistake, args) => {
    const connector = wrongConnector(mistake);
    if (connector !== undefined) return connector;
    if (args.expected === 'call') return wordBeforeArgument(mistake);
    if (args.expected === 'constant') return wrongConstant(mistake);
    if (args.expected === 'operator') return rangeOfSegments(mistake);
    return strayPunctuation(mistake) ?? wrongTerm(mistake, args.expected);
  },
  'expression-unclosed': (mistake, { what }) =>
    what === 'group' || what === 'call' ? missingParenthesis(mistake, what) : unclosedString(mistake, what),
  'expression-unopened': ({ span }) => ({
    code: 'remove',
    args: { text: ')' },
    edits: [{ span, newText: '' }],
  }),
  'expression-not': missingNegation,
  'expression-escape': rawStringOfEscapes,
  'expression-comment': removeComment,
  'expression-unknown-operator': (mistake, { operator }) => unknownOperator(mistake, operator),
  'expression-unknown-function': (mistake, { name }) => unknownFunction(mistake, name),
  'expression-not-in-spacing': ({ span }) => write(span, 'not in'),
  // The name of a query parameter is compared as it is sent: another name is another parameter.
  'expression-hyphen': ({ span, written }) =>
    /^http\.queries\./i.test(written) ? null : write(span, written.replaceAll('-', '_').toLowerCase()),
  'expression-cidr-host-bits': ({ span }, { network }) => write(span, network),
  'expression-unknown-field': (mistake, { name }) => unknownField(mistake, name),
  'expression-segments': (mistake, { name }) => malformedSegments(mistake, name),
  'expression-type-mismatch': wrongTypes,
  'expression-operator-type': wrongTypes,
  'expression-lower-type': loweredNonText,
  'expression-since': (mistake, { what }) => (what === 'raw-string' ? rawStringUnknown(mistake) : null),
  'expression-net-port': ({ span }) => write(span, 'net.dst.port'),
};

/**
 * What the author of a mistake most likely meant. A fix is offered only where one is obvious: after it the problem is gone,
 * and whatever else is wrong is as it was.
 *
 * @param text in which the problem's span counts
 * @param tree of the text
 * @returns `null` if nothing is obvious
 */
export function fixFor(
  { code, args, span }: ExpressionProblem,
  text: string,
  tree: Expression | null,
  language: Language,
): ExpressionFix | null {
  const fixer = fixers[code] as Fixer<typeof code> | undefined;
  return fixer?.({ text, tree, language, span, written: text.slice(span.start, span.end) }, args) ?? null;
}
