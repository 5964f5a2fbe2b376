/**
 * What Kong itself answers for an expression, word for word: the text after
 * `Router Expression failed validation: ` in an answer of the Admin API and in the log.
 *
 * The engine is atc-router 1.6 and 1.7 (Gateway 3.6 and later). Its messages follow from its grammar: which rules failed
 * where. What is wrong in the meaning is found by `readConstant` and `check`, which have the engine's order, and is only
 * put into its words here.
 */

import { type ComparisonOperator, comparisonOperators, isTransformFunction } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import { regexJudge } from '../regex/index.js';
import { check, type Language, seenByEngine } from '../semantics/index.js';
import type { Span } from '../span.js';
import { type Constant, type Lhs, type Predicate, readConstant } from '../syntax/index.js';
import { type Rule, walkRules } from './atc-grammar.js';
import type { Pair } from './pest.js';
import { customError, parsingError } from './pest-errors.js';

/** Kong's answer to an expression that it does not accept. */
export type EngineMessage =
  /** Kong refuses the expression in these words. Those with a place in the text begin with a space. */
  | { readonly kind: 'refusal'; readonly text: string }
  /** There are no words: the engine panics, and Kong's worker process dies with it. */
  | { readonly kind: 'panic' };

/**
 * Kong's answer. This is slower than `readExpression`, which finds the same problems in our own words.
 *
 * @param text the value of `expression`; `''` never reaches the engine in Kong, whose schema rejects it (`length must
 *   be at least 1`)
 * @returns `null` if Kong accepts the expression
 */
export function engineMessage(text: string, language: Language): EngineMessage | null {
  const { seen } = seenByEngine(text, language);
  const walked = walkRules(seen, language);
  if ('expected' in walked) return refusal(parsingError(seen, walked.position, walked.expected));

  const answers = predicatesIn(walked.pairs).map((predicate) => answerTo(predicate, seen, language));
  // The engine reads every predicate before it looks whether one of them was wrong, and of the wrong ones reports
  // the first (pest `pratt_parser.rs`, and `map_infix` in `src/parser.rs`); then it validates; then comes Kong.
  const first = (kind: Answer['kind']) => answers.find((answer) => answer?.kind === kind);
  const answer = first('panic') ?? first('parse') ?? first('validate') ?? first('kong');
  if (!answer) return null;
  return answer.kind === 'panic' ? { kind: 'panic' } : refusal(answer.text);
}

/** ERR_BUF_MAX_LEN: what is longer is cut (Kong/atc-router `src/ffi/mod.rs`, `lib/resty/router/cdefs.lua`). */
const longestMessage = 4096;

function refusal(text: string): EngineMessage {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= longestMessage) return { kind: 'refusal', text };
  return { kind: 'refusal', text: new TextDecoder().decode(bytes.subarray(0, longestMessage)) };
}

const literals = {
  str_literal: 'StringLiteral',
  rawstr_literal: 'RawStringLiteral',
  int_literal: 'IntLiteral',
  ipv4_literal: 'Ipv4Literal',
  ipv6_literal: 'Ipv6Literal',
  ipv4_cidr_literal: 'Ipv4CidrLiteral',
  ipv6_cidr_literal: 'Ipv6CidrLiteral',
} as const;

const isLiteral = (pair: Pair<Rule>): pair is Pair<keyof typeof literals> => pair.rule in literals;

/** The predicates of a text, each as the rules within it. */
function predicatesIn(pairs: readonly Pair<Rule>[]): Pair<Rule>[][] {
  const predicates: Pair<Rule>[][] = [];
  for (const pair of pairs) {
    if (pair.rule === 'predicate') predicates.push([]);
    predicates.at(-1)?.push(pair);
  }
  return predicates;
}

/** Who answers: the engine's parser, its validation, or Kong around it. */
type Answer =
  | { readonly kind: 'panic' }
  | { readonly kind: 'parse' | 'validate' | 'kong'; readonly text: string };

/** In the order of `parse_predicate` in `src/parser.rs`, and then of `Validate for Expression`. */
function answerTo(pairs: readonly Pair<Rule>[], text: string, language: Language): Answer | null {
  const imageOf = ({ start, end }: Span) => text.slice(start, end);
  const parseError = (span: Span, message: string): Answer => ({
    kind: 'parse',
    text: customError(text, span, message),
  });

  const names = pairs.filter(({ rule }) => rule === 'ident');
  const field = names.pop()!;
  let lhs: Lhs = { kind: 'field', name: imageOf(field), span: field };
  // From the inside to the outside, as the engine does.
  for (const span of pairs.filter(({ rule }) => rule === 'transform_func').reverse()) {
    const nameSpan = names.pop()!;
    const name = imageOf(nameSpan);
    if (!isTransformFunction(name)) {
      return parseError(span, `unknown transformation function: ${name}`);
    }
    lhs = { kind: 'call', function: name, nameSpan, argument: lhs, span };
  }

  const operatorSpan = pairs.find(({ rule }) => rule === 'binary_operator')!;
  const operator = imageOf(operatorSpan) as ComparisonOperator;
  // `parse_binary_operator` knows the two words only with one space between them.
  if (operator.startsWith('not') && operator !== 'not in') return { kind: 'panic' };

  const literal = pairs.find(isLiteral)!;
  const image = imageOf(literal);
  const kind = literals[literal.rule];
  const { constant: rhs, problem: unread } = readConstant({
    kind,
    image,
    start: literal.start,
    end: literal.end,
  });
  const predicate: Predicate = { kind: 'predicate', lhs, operator, operatorSpan, rhs, span: pairs[0]! };
  for (const problem of unread ? [unread] : check(predicate, language, [])) {
    const parserWords = wordsOfParser(problem, rhs, image, language);
    if (parserWords !== null) {
      // The digits of an integer are a rule of their own, and they are what is not a number.
      const digits = pairs.find(({ rule }) => rule.endsWith('_digits'));
      return parseError(unread && digits ? digits : literal, parserWords);
    }
    const words = wordsOfValidation(problem);
    if (words !== null) return { kind: 'validate', text: words };
    if (problem.code === 'expression-segments') return { kind: 'kong', text: illformed };
  }
  return null;
}

/** Kong/kong `kong/db/schema/entities/routes.lua` */
const illformed = 'illformed http.path.segments.* field';

const tooLarge = 'number too large to fit in target type';

/**
 * What the engine's parser says of a constant: the words of Rust's `std::net` and `std::num` and of the crates
 * `cidr` (`src/errors.rs`) and `regex`.
 *
 * @returns `null` for a problem that is not the parser's
 */
function wordsOfParser(
  { code, args }: ExpressionProblem,
  rhs: Constant | null,
  image: string,
  language: Language,
): string | null {
  switch (code) {
    case 'expression-integer-range':
      return tooLarge;
    case 'expression-ip-address': {
      const invalid = `invalid IPv${args.family} address syntax`;
      return image.includes('/') ? `couldn't parse address in network: ${invalid}` : invalid;
    }
    case 'expression-cidr-length': {
      const length = Number(image.slice(image.indexOf('/') + 1));
      // It has to fit in 8 bits before it is compared.
      if (length > 255) return `couldn't parse length in network: ${tooLarge}`;
      const family = args.longest === 32 ? 'Ipv4' : 'Ipv6';
      const tooLong = `Network length ${length} is too long for ${family} (maximum: ${args.longest})`;
      return `invalid length for network: ${tooLong}`;
    }
    case 'expression-cidr-host-bits':
      return 'host part of address was not zero';
    case 'expression-operator-type':
      if (args.operator !== '~' || rhs?.kind === 'string') return null;
      return 'regex operator can only be used with String operands';
    case 'expression-regex': {
      const verdict =
        rhs?.kind === 'string'
          ? (language.judge ?? regexJudge).judge(rhs.value, language.gatewayVersion)
          : null;
      return typeof verdict === 'object' && verdict ? verdict.report : args.message;
    }
    default:
      return null;
  }
}

/**
 * `src/semantics.rs`, where HEAD has other words than any release.
 *
 * @returns `null` for a problem that is not of the engine's validation
 */
function wordsOfValidation({ code, args }: ExpressionProblem): string | null {
  switch (code) {
    case 'expression-unknown-field':
      return 'Unknown LHS field';
    case 'expression-type-mismatch':
      return 'Type mismatch between the LHS and RHS values of predicate';
    case 'expression-lower-type':
      return 'lower-case transformation function only supported with String type fields';
    case 'expression-operator-type':
      return comparisonOperators[args.operator].refusal ?? null;
    default:
      return null;
  }
}
