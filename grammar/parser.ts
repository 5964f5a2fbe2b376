/**
 * Tokens to tree. The grammar below derives every sequence of tokens: what is missing is optional and what is
 * wrong has a production of its own, so the parser never throws and needs no recovery; each mistake is
 * reported where it stands, and the tree goes on behind it.
 *
 * Precedence and shape are those of Kong/atc-router `src/parser.rs` since 1.2.0: `||` binds tighter than `&&`,
 * both group from the left, `!` stands only before a parenthesis.
 */

import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from 'chevrotain';
import type {
  ComparisonOperator,
  Constant,
  Expression,
  Lhs,
  LogicalOperator,
  Predicate,
  Span,
  TransformFunction,
} from './ast.js';
import { readConstant } from './constants.js';
import type { ExpressionProblem } from './problems.js';
import * as t from './tokens.js';

const operators = new Map<TokenType, ComparisonOperator>([
  [t.Equal, '=='],
  [t.NotEqual, '!='],
  [t.Regex, '~'],
  [t.Prefix, '^='],
  [t.Postfix, '=^'],
  [t.GreaterOrEqual, '>='],
  [t.Greater, '>'],
  [t.LessOrEqual, '<='],
  [t.Less, '<'],
  [t.In, 'in'],
  [t.NotIn, 'not in'],
  [t.Contains, 'contains'],
]);

const wrongOperators = [t.WrongOperator, t.WrongOperatorWord, t.WrongOperatorText];

const constants = [
  t.StringLiteral,
  t.RawStringLiteral,
  t.Ipv4CidrLiteral,
  t.Ipv6CidrLiteral,
  t.Ipv4Literal,
  t.Ipv6Literal,
  t.IntLiteral,
];

const wrongConstants = [
  t.WrongEscapeString,
  t.UnclosedString,
  t.UnclosedRawString,
  t.SingleQuotedString,
  t.WrongConstant,
];

/** Meant as a constant, whatever is wrong with it. */
const isConstant = ({ tokenType }: IToken): boolean =>
  tokenType !== t.WrongConstant && (constants.includes(tokenType) || wrongConstants.includes(tokenType));

const misplaced = [t.WrongEscapeString, t.UnclosedString, t.UnclosedRawString, t.WrongOperator, t.Unexpected];

const spanOf = (token: IToken): Span => ({
  start: token.startOffset,
  end: token.startOffset + token.image.length,
});

const between = (first: Span, last: Span): Span => ({ start: first.start, end: last.end });

const isTransformFunction = (name: string): name is TransformFunction => name === 'lower' || name === 'any';

class ExpressionParser extends EmbeddedActionsParser {
  private problems: ExpressionProblem[] = [];
  /** Where something is missing at the end, it is missing here. */
  private textLength = 0;
  /** A term has its one syntax problem; what follows from it would only confuse. */
  private termIsBroken = false;
  /** In `lower(http.path == "/a")` the parenthesis is reported where it is missing, not where it then stands. */
  private unclosedCalls = 0;
  private lastWrongNot = -1;

  // Made once: Chevrotain would otherwise get a new array at every call.
  private readonly operatorAlternatives = this.oneOf([...operators.keys(), ...wrongOperators]);
  private readonly constantAlternatives = this.oneOf([...constants, ...wrongConstants]);
  private readonly misplacedAlternatives = this.oneOf([...constants, ...misplaced]);

  constructor() {
    super(t.tokens, { recoveryEnabled: false, maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  parse(text: string): { tree: Expression | null; problems: ExpressionProblem[] } {
    const { tokens } = t.tokenize(text);
    const comments = tokens.filter((token) => token.tokenType === t.Comment);
    this.input = comments.length > 0 ? tokens.filter((token) => token.tokenType !== t.Comment) : tokens;
    this.problems = comments.map((comment) => ({
      code: 'expression-comment',
      args: {},
      span: spanOf(comment),
    }));
    this.textLength = text.length;
    this.termIsBroken = false;
    this.unclosedCalls = 0;
    this.lastWrongNot = -1;
    if (this.input.length === 0 && comments.length === 0) {
      this.problems.push({ code: 'expression-empty', args: {}, span: { start: 0, end: text.length } });
      return { tree: null, problems: this.problems };
    }
    const deepest = tooDeepAt(tokens);
    if (deepest) {
      this.problems.push({ code: 'expression-too-deep', args: {}, span: spanOf(deepest) });
      return { tree: null, problems: this.problems };
    }
    const tree = this.matcher();
    return { tree, problems: this.problems };
  }

  private report(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
    this.termIsBroken = true;
  }

  /** A mistake that leaves the rest of its term as it is: what is wrong there does not follow from it. */
  private reportAside(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
  }

  private oneOf(types: readonly TokenType[]): { ALT: () => IToken }[] {
    return types.map((type) => ({ ALT: () => this.CONSUME(type) }));
  }

  /** Something is missing before the next token. */
  private reportMissing(expected: string): void {
    const next = this.LA(1);
    const atEnd = next.tokenType === EOF;
    this.report({
      code: 'expression-syntax',
      args: { expected, found: atEnd ? 'the end' : `\`${next.image}\`` },
      span: atEnd ? { start: this.textLength, end: this.textLength } : spanOf(next),
    });
  }

  /** Whether what comes is a term, and not just something that cannot be read. */
  private isTermAhead(): boolean {
    const second = this.LA(2).tokenType;
    const isNamed = second === t.LeftParen || second === t.WrongOperator || operators.has(second);
    return this.LA(1).tokenType === t.Identifier && isNamed;
  }

  private reportUnexpected(expected: string, token: IToken): void {
    this.report({
      code: 'expression-syntax',
      args: { expected, found: `\`${token.image}\`` },
      span: spanOf(token),
    });
  }

  /** The whole text. */
  readonly matcher = this.RULE('matcher', (): Expression | null => {
    const terms = [this.SUBRULE(this.expression)];
    const operators: Span[] = [];
    this.MANY(() => {
      const stray = this.CONSUME(t.RightParen);
      this.ACTION(() => {
        if (this.unclosedCalls > 0) {
          this.unclosedCalls--;
        } else {
          this.problems.push({ code: 'expression-unopened', args: {}, span: spanOf(stray) });
        }
      });
      // What follows a stray parenthesis belongs to the tree as well, so that it is checked and can be hovered.
      const rest = this.SUBRULE2(this.expression, { ARGS: [true] });
      this.ACTION(() => {
        if (!rest) return;
        terms.push(rest);
        operators.push({ start: stray.startOffset, end: stray.startOffset });
      });
    });
    return this.ACTION(() => chain('&&', terms, operators));
  });

  /** `&&` binds looser than `||`. `continued`: the chain goes on behind a stray parenthesis. */
  private readonly expression = this.RULE('expression', (continued: boolean): Expression | null => {
    const terms: (Expression | null)[] = [];
    const operators: Span[] = [];
    this.OPTION({
      DEF: () => {
        terms.push(this.SUBRULE(this.conjunct));
      },
    });
    this.ACTION(() => {
      if (terms.length > 0 || continued) return;
      this.reportMissing('a field or `(`');
      terms.push(null);
    });
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const operator = this.CONSUME(t.And);
            terms.push(this.SUBRULE2(this.requiredConjunct));
            operators.push(spanOf(operator));
          },
        },
        {
          ALT: () => {
            const wrong = this.CONSUME(t.WrongConnector);
            this.ACTION(() => this.reportUnexpected('`&&` or `||`', wrong));
            terms.push(this.SUBRULE3(this.requiredConjunct));
            operators.push(spanOf(wrong));
          },
        },
        {
          ALT: () => {
            const or = this.CONSUME(t.Or);
            this.ACTION(() => {
              if (terms.length > 0) this.reportUnexpected('a field or `(`', or);
            });
            terms.push(this.SUBRULE4(this.requiredConjunct));
            operators.push(spanOf(or));
          },
        },
        {
          ALT: () => {
            const start = this.LA(1);
            this.ACTION(() => {
              const wasBroken = this.termIsBroken;
              this.reportMissing('`&&` or `||`');
              if (this.isTermAhead()) this.termIsBroken = wasBroken;
            });
            terms.push(this.SUBRULE5(this.conjunct));
            operators.push({ start: start.startOffset, end: start.startOffset });
          },
        },
      ]);
    });
    return this.ACTION(() => chain('&&', terms, operators));
  });

  private readonly requiredConjunct = this.RULE('requiredConjunct', (): Expression | null => {
    this.ACTION(() => {
      this.termIsBroken = false;
    });
    let tree = null as Expression | null;
    let found = false;
    this.OPTION(() => {
      tree = this.SUBRULE(this.conjunct);
      found = true;
    });
    this.ACTION(() => {
      if (!found) this.reportMissing('a field or `(`');
    });
    return tree;
  });

  private readonly conjunct = this.RULE('conjunct', (): Expression | null => {
    const terms = [this.SUBRULE(this.term)];
    const operators: Span[] = [];
    this.MANY(() => {
      const operator = this.CONSUME(t.Or);
      this.ACTION(() => {
        this.termIsBroken = false;
      });
      let term = null as Expression | null;
      let found = false;
      this.OPTION(() => {
        term = this.SUBRULE2(this.term);
        found = true;
      });
      this.ACTION(() => {
        if (!found) this.reportMissing('a field or `(`');
      });
      terms.push(term);
      operators.push(spanOf(operator));
    });
    return this.ACTION(() => chain('||', terms, operators));
  });

  private readonly term = this.RULE('term', (): Expression | null =>
    this.OR<Expression | null>([
      { ALT: () => this.SUBRULE(this.predicate) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.negation) },
      { ALT: () => this.SUBRULE(this.misplaced) },
    ]),
  );

  private readonly group = this.RULE('group', (): Expression | null => {
    const open = this.CONSUME(t.LeftParen);
    const expression = this.SUBRULE(this.expression, { ARGS: [false] });
    let end = this.LA(0);
    let closed = false;
    this.OPTION(() => {
      end = this.CONSUME(t.RightParen);
      closed = true;
    });
    return this.ACTION(() => {
      if (!closed) {
        // A mistake of its own, whatever else is wrong between the parentheses.
        this.problems.push({
          code: 'expression-unclosed',
          args: { what: '(', close: ')' },
          span: spanOf(open),
        });
      }
      return { kind: 'group', negated: false, expression, span: between(spanOf(open), spanOf(end)) };
    });
  });

  private readonly negation = this.RULE('negation', (): Expression | null => {
    const not = this.CONSUME(t.Not);
    const wasBroken = this.termIsBroken;
    let term = null as Expression | null;
    this.OPTION(() => {
      term = this.SUBRULE(this.term);
    });
    const end = this.LA(0);
    return this.ACTION(() => {
      if (term?.kind === 'group' && !term.negated) {
        return { ...term, negated: true, span: between(spanOf(not), term.span) };
      }
      this.reportNot(spanOf(not), term, wasBroken);
      return { kind: 'group', negated: true, expression: term, span: between(spanOf(not), spanOf(end)) };
    });
  });

  /** A `!` before anything but a parenthesis; of several in a row one is reported. */
  private reportNot(span: Span, term: Expression | null, wasBroken: boolean): void {
    const problem = { code: 'expression-not', args: {}, span } as const;
    if (!term || wasBroken) {
      this.report(problem);
    } else if (term.span.start !== this.lastWrongNot) {
      // Whatever else is wrong in the term.
      this.problems.push(problem);
    }
    this.lastWrongNot = span.start;
  }

  /** What cannot start a term but stands where one should: `"/a" == http.path`, `== "/a"`, `;`. */
  private readonly misplaced = this.RULE('misplaced', (): Expression | null => {
    const token = this.OR(this.misplacedAlternatives);
    this.ACTION(() => this.reportUnexpected('a field or `(`', token));
    return null;
  });

  private readonly predicate = this.RULE('predicate', (): Expression | null => {
    const lhs = this.SUBRULE(this.lhs);
    let operator = null as IToken | null;
    let rhs = null as IToken | null;
    this.OPTION1(() => {
      operator = this.SUBRULE(this.operator);
    });
    this.ACTION(() => {
      if (!operator) this.reportMissing('an operator');
    });
    this.OPTION2(() => {
      rhs = this.SUBRULE(this.constant);
    });
    const end = this.LA(0);
    return this.ACTION((): Predicate => {
      if (operator && rhs) this.checkOperatorWord(operator, rhs);
      if (!rhs) this.reportMissing('a constant');
      return {
        kind: 'predicate',
        lhs,
        operator: operator && (operators.get(operator.tokenType) ?? null),
        operatorSpan: operator && spanOf(operator),
        rhs: rhs && this.constantOf(rhs),
        span: { start: lhs.span.start, end: end.startOffset + end.image.length },
      };
    });
  });

  private readonly lhs = this.RULE('lhs', (): Lhs => {
    const name = this.CONSUME(t.Identifier);
    let end = name;
    let argument: Lhs | null | undefined;
    this.MANY(() => {
      end = this.CONSUME(t.HyphenatedRest);
    });
    this.ACTION(() => {
      if (end === name) return;
      const span = between(spanOf(name), spanOf(end));
      this.reportAside({ code: 'expression-hyphen', args: { name: name.image + end.image }, span });
    });
    this.OPTION(() => {
      const open = this.CONSUME(t.LeftParen);
      let inner = null as Lhs | null;
      let closed = false;
      this.OPTION2(() => {
        inner = this.SUBRULE(this.lhs);
      });
      this.ACTION(() => {
        if (!inner) this.reportMissing('a field');
      });
      this.OPTION3(() => {
        end = this.CONSUME(t.RightParen);
        closed = true;
      });
      this.ACTION(() => {
        end = closed ? end : this.LA(0);
        argument = inner;
        const functionIsKnown = isTransformFunction(name.image);
        const span = between(spanOf(name), spanOf(end));
        if (!functionIsKnown) {
          const problem = {
            code: 'expression-unknown-function',
            args: { name: name.image },
            span: spanOf(name),
          } as const;
          if (closed) this.reportAside(problem);
          else this.report(problem);
        } else if (!closed) {
          this.report({
            code: 'expression-unclosed',
            args: { what: `${name.image}(`, close: ')' },
            span: inner ? between(spanOf(name), spanOf(open)) : span,
          });
        }
        if (!closed) this.unclosedCalls++;
      });
    });
    return this.ACTION((): Lhs => {
      const span = between(spanOf(name), spanOf(end));
      if (argument === undefined) return { kind: 'field', name: name.image, span };
      const fn = isTransformFunction(name.image) ? name.image : null;
      return { kind: 'call', function: fn, nameSpan: spanOf(name), argument, span };
    });
  });

  private readonly operator = this.RULE('operator', (): IToken => {
    const token = this.OR(this.operatorAlternatives);
    this.ACTION(() => {
      const span = spanOf(token);
      if (!operators.has(token.tokenType)) {
        const problem = {
          code: 'expression-unknown-operator',
          args: { operator: token.image },
          span,
        } as const;
        // `= '/a'` are two mistakes; `is not "/a"` is one.
        if (isConstant(this.LA(1)) && token.tokenType === t.WrongOperator) this.reportAside(problem);
        else this.report(problem);
      } else if (token.tokenType === t.NotIn && token.image !== 'not in') {
        this.reportAside({ code: 'expression-not-in-spacing', args: {}, span });
      }
    });
    return token;
  });

  private readonly constant = this.RULE('constant', (): IToken => this.OR(this.constantAlternatives));

  /** `inside`: the engine reads `in` and then wants a constant; the author meant one word. */
  private checkOperatorWord(operator: IToken, rhs: IToken): void {
    const isWord = operator.tokenType === t.In || operator.tokenType === t.Contains;
    if (!isWord || rhs.tokenType !== t.WrongConstant || rhs.startOffset !== spanOf(operator).end) return;
    const word = operator.image + rhs.image;
    const span = between(spanOf(operator), spanOf(rhs));
    this.report({ code: 'expression-unknown-operator', args: { operator: word }, span });
  }

  private constantOf(token: IToken): Constant | null {
    const { constant, problem, more = [] } = readConstant(token);
    if (!problem) return constant;
    for (const further of more) this.reportAside(further);
    // In `1.2.3.0400` what follows is a part of the same word.
    const next = this.LA(1);
    const isWhole = next.startOffset !== spanOf(token).end || /^[()&|!"]/.test(next.image);
    if (isWrongValue(problem) && isWhole) this.reportAside(problem);
    else this.report(problem);
    return constant;
  }
}

/** Only the constant is wrong, and one can tell where it ends. */
const isWrongValue = ({ code }: ExpressionProblem): boolean =>
  code === 'expression-escape' ||
  code === 'expression-integer-range' ||
  code === 'expression-ip-address' ||
  code === 'expression-cidr-length' ||
  code === 'expression-cidr-host-bits';

/** Far beyond what anyone writes, and well within the stack. */
const deepestNesting = 400;

/** The first parenthesis or `!` that is nested too deep to be read. */
function tooDeepAt(tokens: readonly IToken[]): IToken | null {
  if (tokens.length <= deepestNesting) return null;
  let depth = 0;
  /** How much of it each open parenthesis is, with every `!` before it. */
  const open: number[] = [];
  let nots = 0;
  for (const token of tokens) {
    if (token.tokenType === t.Not) {
      nots++;
    } else if (token.tokenType === t.LeftParen) {
      open.push(nots + 1);
      depth += nots + 1;
      nots = 0;
    } else {
      if (token.tokenType === t.RightParen) depth -= open.pop() ?? 0;
      nots = 0;
    }
    if (depth + nots > deepestNesting) return token;
  }
  return null;
}

/** One term is itself; several are a chain. */
function chain(
  operator: LogicalOperator,
  terms: readonly (Expression | null)[],
  operators: readonly Span[],
): Expression | null {
  if (terms.length <= 1) return terms[0] ?? null;
  const start = terms[0]?.span.start ?? operators[0]!.start;
  const end = terms.at(-1)?.span.end ?? operators.at(-1)!.end;
  return { kind: 'logical', operator, terms, operators, span: { start, end } };
}

const parser = new ExpressionParser();

/**
 * Reads an expression.
 *
 * @param text the expression; Kong reads it only up to the first NUL, which is the caller's to cut.
 * @returns the tree, `null` for a text without one, and the problems of syntax in the order of the text, with
 *   spans in UTF-16 units. The engine accepts the syntax exactly when there are none.
 */
export function parse(text: string): { tree: Expression | null; problems: ExpressionProblem[] } {
  const { tree, problems } = parser.parse(text);
  return { tree, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}
