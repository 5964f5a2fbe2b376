/**
 * Tokens to tree. Every sequence of tokens has a tree: what is missing is a gap in it and what is wrong is read by a
 * function of its own, so nothing is thrown and nothing has to recover; each mistake is reported where it stands, and
 * the tree goes on behind it.
 *
 *     matcher    = expression (")" expression)*         the second part only where a parenthesis is too many
 *     expression = conjunct ("&&" conjunct)*
 *     conjunct   = term ("||" term)*
 *     term       = predicate | group | "!" term | misplaced
 *     group      = "(" expression ")"
 *     predicate  = lhs operator constant
 *     lhs        = name | name "(" lhs ")"
 *
 * Precedence and shape are those of Kong/atc-router `src/parser.rs`: since 1.2.0 (Gateway 3.4) `||` binds tighter than
 * `&&`, before that both bind alike; both group from the left, `!` stands only before a parenthesis.
 *
 * By hand, and not by a parser generator: an editor reads thousands of expressions at once (`docs/performance.md`).
 */

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
import { type Token, type TokenKind, tokenize } from './tokens.js';

/** How `&&` and `||` bind: `||` tighter, or both alike as before Gateway 3.4. */
export type Precedence = 'or-tighter' | 'alike';

const operators: ReadonlyMap<TokenKind, ComparisonOperator> = new Map([
  ['Equal', '=='],
  ['NotEqual', '!='],
  ['Regex', '~'],
  ['Prefix', '^='],
  ['Postfix', '=^'],
  ['GreaterOrEqual', '>='],
  ['Greater', '>'],
  ['LessOrEqual', '<='],
  ['Less', '<'],
  ['In', 'in'],
  ['NotIn', 'not in'],
  ['Contains', 'contains'],
]);

const kinds = (...all: TokenKind[]): ReadonlySet<TokenKind> => new Set(all);

const wrongOperators = kinds('WrongOperator', 'WrongOperatorWord', 'WrongOperatorText');

/** Meant as a constant, whatever is wrong with it. */
const quotedOrNumbers = kinds(
  ...(['StringLiteral', 'RawStringLiteral', 'Ipv4CidrLiteral', 'Ipv6CidrLiteral'] as const),
  ...(['Ipv4Literal', 'Ipv6Literal', 'IntLiteral'] as const),
  ...(['WrongEscapeString', 'UnclosedString', 'UnclosedRawString', 'SingleQuotedString'] as const),
);

const isConstant = ({ kind }: Token) => quotedOrNumbers.has(kind) || kind === 'WrongConstant';

/** What cannot start a term but stands where one should: `"/a" == http.path`, `== "/a"`, `;`. */
const isMisplaced = ({ kind }: Token) =>
  kind === 'Unexpected' ||
  kind === 'WrongOperator' ||
  (kind !== 'SingleQuotedString' && quotedOrNumbers.has(kind));

const startsTerm = (token: Token) =>
  token.kind === 'Identifier' || token.kind === 'LeftParen' || token.kind === 'Not' || isMisplaced(token);

const spanOf = ({ start, end }: Span): Span => ({ start, end });

const between = (first: Span, last: Span): Span => ({ start: first.start, end: last.end });

const isTransformFunction = (name: string): name is TransformFunction => name === 'lower' || name === 'any';

class Parser {
  readonly problems: ExpressionProblem[] = [];
  private readonly tokens: readonly Token[];
  private readonly precedence: Precedence;
  private at = 0;
  private next: Token;
  private last: Token;
  /** A term has its one syntax problem; what follows from it would only confuse. */
  private termIsBroken = false;
  /** In `lower(http.path == "/a")` the parenthesis is reported where it is missing, not where it then stands. */
  private unclosedCalls = 0;
  private lastWrongNot = -1;

  /** @param tokens without comments; the last one is the end */
  constructor(tokens: readonly Token[], precedence: Precedence) {
    this.tokens = tokens;
    this.precedence = precedence;
    this.next = tokens[0]!;
    this.last = this.next;
  }

  private consume(): Token {
    this.last = this.next;
    this.next = this.tokens[++this.at] ?? this.next;
    return this.last;
  }

  private sees(kind: TokenKind): boolean {
    return this.next.kind === kind;
  }

  private consumeIf(kind: TokenKind): Token | null {
    return this.sees(kind) ? this.consume() : null;
  }

  private report(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
    this.termIsBroken = true;
  }

  /** A mistake that leaves the rest of its term as it is: what is wrong there does not follow from it. */
  private reportAside(problem: ExpressionProblem): void {
    if (!this.termIsBroken) this.problems.push(problem);
  }

  /** Something is missing before the next token. */
  private reportMissing(expected: string): void {
    const { kind, image, start, end } = this.next;
    const found = kind === 'End' ? 'the end' : `\`${image}\``;
    this.report({ code: 'expression-syntax', args: { expected, found }, span: { start, end } });
  }

  private reportUnexpected(expected: string, token: Token): void {
    const args = { expected, found: `\`${token.image}\`` };
    this.report({ code: 'expression-syntax', args, span: spanOf(token) });
  }

  /** The whole text. */
  matcher(): Expression | null {
    const first = this.expression();
    if (!this.sees('RightParen')) return first;
    const terms = [first];
    const links: Span[] = [];
    for (let stray = this.consumeIf('RightParen'); stray; stray = this.consumeIf('RightParen')) {
      if (this.unclosedCalls > 0) this.unclosedCalls--;
      else this.problems.push({ code: 'expression-unopened', args: {}, span: spanOf(stray) });
      // What follows a stray parenthesis belongs to the tree as well, so that it is checked and can be hovered.
      const rest = startsTerm(this.next) ? this.expression() : this.chainBehind([]);
      if (!rest) continue;
      terms.push(rest);
      links.push({ start: stray.start, end: stray.start });
    }
    return chain('&&', terms, links);
  }

  private expression(): Expression | null {
    const first = this.conjunct();
    const { kind } = this.next;
    // Most often there is no chain to be made.
    return kind === 'End' || kind === 'RightParen' ? first : this.chainBehind([first]);
  }

  /** @param first one term; none where the chain goes on behind a stray parenthesis */
  private chainBehind(first: (Expression | null)[]): Expression | null {
    let terms = first;
    let links: Span[] = [];
    let operator: LogicalOperator = '&&';
    for (;;) {
      const { kind } = this.next;
      let link: Span;
      let wanted: LogicalOperator = '&&';
      if (kind === 'And' || kind === 'WrongConnector' || kind === 'Or') {
        const connector = this.consume();
        link = spanOf(connector);
        if (kind === 'WrongConnector') this.reportUnexpected('`&&` or `||`', connector);
        if (kind === 'Or' && this.precedence === 'alike') wanted = '||';
        // Where `||` binds tighter, it comes here only behind what is no term.
        else if (kind === 'Or' && terms.length > 0) this.reportUnexpected('a field or `(`', connector);
        this.termIsBroken = false;
      } else if (startsTerm(this.next)) {
        const { start } = this.next;
        link = { start, end: start };
        const wasBroken = this.termIsBroken;
        this.reportMissing('`&&` or `||`');
        if (this.isTermAhead()) this.termIsBroken = wasBroken;
      } else {
        return chain(operator, terms, links);
      }
      // Where both bind alike, what was read before another operator is the left side of it.
      if (operator !== wanted && links.length > 0) {
        terms = [chain(operator, terms, links)];
        links = [];
      }
      operator = wanted;
      terms.push(this.conjunct());
      links.push(link);
    }
  }

  /** Whether what comes is a term, and not just something that cannot be read. */
  private isTermAhead(): boolean {
    const second = this.tokens[this.at + 1]?.kind ?? 'End';
    const isNamed = second === 'LeftParen' || second === 'WrongOperator' || operators.has(second);
    return this.next.kind === 'Identifier' && isNamed;
  }

  private conjunct(): Expression | null {
    if (!startsTerm(this.next)) return this.missingTerm();
    const first = this.term();
    if (!this.sees('Or') || this.precedence === 'alike') return first;
    const terms = [first];
    const links: Span[] = [];
    for (let or = this.consumeIf('Or'); or; or = this.consumeIf('Or')) {
      this.termIsBroken = false;
      terms.push(startsTerm(this.next) ? this.term() : this.missingTerm());
      links.push(spanOf(or));
    }
    return chain('||', terms, links);
  }

  private missingTerm(): null {
    this.reportMissing('a field or `(`');
    return null;
  }

  private term(): Expression | null {
    switch (this.next.kind) {
      case 'Identifier':
        return this.predicate();
      case 'LeftParen':
        return this.group();
      case 'Not':
        return this.negation();
      default:
        this.reportUnexpected('a field or `(`', this.consume());
        return null;
    }
  }

  private group(): Expression {
    const open = this.consume();
    const expression = this.expression();
    if (!this.consumeIf('RightParen')) {
      // A mistake of its own, whatever else is wrong between the parentheses.
      const args = { what: '(', close: ')' };
      this.problems.push({ code: 'expression-unclosed', args, span: spanOf(open) });
    }
    return { kind: 'group', negated: false, expression, span: between(open, this.last) };
  }

  private negation(): Expression {
    const not = this.consume();
    const wasBroken = this.termIsBroken;
    const term = startsTerm(this.next) ? this.term() : null;
    const span = between(not, this.last);
    if (term?.kind === 'group' && !term.negated) {
      return { ...term, negated: true, span: between(not, term.span) };
    }
    this.reportNot(spanOf(not), term, wasBroken);
    return { kind: 'group', negated: true, expression: term, span };
  }

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

  private predicate(): Predicate {
    const lhs = this.lhs();
    const known = operators.get(this.next.kind) ?? null;
    const operator = known ? this.operator() : this.wrongOperator();
    const rhs = isConstant(this.next) ? this.consume() : null;
    const { end } = this.last;
    if (operator && rhs) this.checkOperatorWord(operator, rhs);
    if (!rhs) this.reportMissing('a constant');
    return {
      kind: 'predicate',
      lhs,
      operator: known,
      operatorSpan: operator && spanOf(operator),
      rhs: rhs && this.constantOf(rhs),
      span: { start: lhs.span.start, end },
    };
  }

  private lhs(): Lhs {
    const name = this.consume();
    let rest: Token | null = null;
    while (this.sees('HyphenatedRest')) rest = this.consume();
    if (rest) {
      const args = { name: name.image + rest.image };
      this.reportAside({ code: 'expression-hyphen', args, span: between(name, rest) });
    }
    if (!this.sees('LeftParen')) {
      return { kind: 'field', name: name.image, span: between(name, rest ?? name) };
    }
    const open = this.consume();
    const argument = this.sees('Identifier') ? this.lhs() : null;
    if (!argument) this.reportMissing('a field');
    const isClosed = this.consumeIf('RightParen') !== null;
    const span = between(name, this.last);
    if (!isTransformFunction(name.image)) {
      const args = { name: name.image };
      const problem = { code: 'expression-unknown-function', args, span: spanOf(name) } as const;
      if (isClosed) this.reportAside(problem);
      else this.report(problem);
    } else if (!isClosed) {
      const args = { what: `${name.image}(`, close: ')' };
      this.report({ code: 'expression-unclosed', args, span: argument ? between(name, open) : span });
    }
    if (!isClosed) this.unclosedCalls++;
    const known = isTransformFunction(name.image) ? name.image : null;
    return { kind: 'call', function: known, nameSpan: spanOf(name), argument, span };
  }

  private operator(): Token {
    const token = this.consume();
    if (token.kind === 'NotIn' && token.image !== 'not in') {
      this.reportAside({ code: 'expression-not-in-spacing', args: {}, span: spanOf(token) });
    }
    return token;
  }

  /** What stands in the place of an operator, if anything does. */
  private wrongOperator(): Token | null {
    if (!wrongOperators.has(this.next.kind)) {
      this.reportMissing('an operator');
      return null;
    }
    const token = this.consume();
    const args = { operator: token.image };
    const problem = { code: 'expression-unknown-operator', args, span: spanOf(token) } as const;
    // `= '/a'` are two mistakes; `is not "/a"` is one.
    if (quotedOrNumbers.has(this.next.kind) && token.kind === 'WrongOperator') this.reportAside(problem);
    else this.report(problem);
    return token;
  }

  /** `inside`: the engine reads `in` and then wants a constant; the author meant one word. */
  private checkOperatorWord(operator: Token, rhs: Token): void {
    const isWord = operator.kind === 'In' || operator.kind === 'Contains';
    if (!isWord || rhs.kind !== 'WrongConstant' || rhs.start !== operator.end) return;
    const args = { operator: operator.image + rhs.image };
    this.report({ code: 'expression-unknown-operator', args, span: between(operator, rhs) });
  }

  private constantOf(token: Token): Constant | null {
    const { constant, problem, more = [] } = readConstant(token);
    if (!problem) return constant;
    for (const further of more) this.reportAside(further);
    // In `1.2.3.0400` what follows is a part of the same word.
    const isWhole = this.next.start !== token.end || /^(?:[()&|!"]|$)/.test(this.next.image);
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
function tooDeepAt(tokens: readonly Token[]): Token | null {
  if (tokens.length <= deepestNesting) return null;
  let depth = 0;
  /** How much of it each open parenthesis is, with every `!` before it. */
  const open: number[] = [];
  let nots = 0;
  for (const token of tokens) {
    if (token.kind === 'Not') {
      nots++;
    } else if (token.kind === 'LeftParen') {
      open.push(nots + 1);
      depth += nots + 1;
      nots = 0;
    } else {
      if (token.kind === 'RightParen') depth -= open.pop() ?? 0;
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
  links: readonly Span[],
): Expression | null {
  if (terms.length <= 1) return terms[0] ?? null;
  const start = terms[0]?.span.start ?? links[0]!.start;
  const end = terms.at(-1)?.span.end ?? links.at(-1)!.end;
  return { kind: 'logical', operator, terms, operators: links, span: { start, end } };
}

/**
 * Reads an expression.
 *
 * @param text the expression; Kong reads it only up to the first NUL, which is the caller's to cut.
 * @returns the tree, `null` for a text without one, and the problems of syntax in the order of the text, with
 *   spans in UTF-16 units. The engine accepts the syntax exactly when there are none.
 */
export function parse(
  text: string,
  precedence: Precedence = 'or-tighter',
): { tree: Expression | null; problems: ExpressionProblem[] } {
  const all = tokenize(text);
  const comments = all.some(isComment) ? all.filter(isComment) : [];
  const tokens = comments.length > 0 ? all.filter((token) => !isComment(token)) : all;
  const problems: ExpressionProblem[] = comments.map((comment) => ({
    code: 'expression-comment',
    args: {},
    span: spanOf(comment),
  }));
  if (all.length === 1) {
    return {
      tree: null,
      problems: [{ code: 'expression-empty', args: {}, span: { start: 0, end: text.length } }],
    };
  }
  const deepest = tooDeepAt(tokens);
  if (deepest) {
    return {
      tree: null,
      problems: inOrder([...problems, { code: 'expression-too-deep', args: {}, span: spanOf(deepest) }]),
    };
  }
  const parser = new Parser(tokens, precedence);
  const tree = parser.matcher();
  return {
    tree,
    problems: problems.length === 0 ? inOrder(parser.problems) : inOrder([...problems, ...parser.problems]),
  };
}

const isComment = ({ kind }: Token) => kind === 'Comment';

const inOrder = (problems: ExpressionProblem[]) =>
  problems.length > 1 ? problems.sort((a, b) => a.span.start - b.span.start) : problems;
