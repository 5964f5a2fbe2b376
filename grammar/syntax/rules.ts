/**
 * The rules of the language, which Chevrotain runs: from tokens to the tree.
 *
 *     matcher    = expression rest?
 *     rest       = (")" term? link*)+                   where a parenthesis is too many
 *     expression = term? link*
 *     link       = connector term? | term
 *     term       = predicate | group | negation | misplaced
 *     group      = "(" expression ")"?
 *     negation   = "!" term?
 *     predicate  = lhs operator? constant?
 *     lhs        = name hyphenatedRest* call?
 *     call       = "(" lhs? ")"?
 *
 * Precedence and shape are those of Kong/atc-router `src/parser.rs`: since 1.2.0 (Gateway 3.4) `||` binds tighter than
 * `&&`, before that both bind alike; both group from the left, `!` is allowed only before a parenthesis.
 *
 * Every text has a tree. What may be missing is optional here, what people write by mistake has a place, and both are
 * reported where they are found. So Chevrotain never fails, and has nothing to recover from.
 *
 * One token decides everywhere, and no rule makes a function when it is called (`docs/performance.md`). Chevrotain calls
 * each rule once to record it; the tokens are not real then.
 */

import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import {
  type ComparisonOperator,
  comparisonOperatorNames,
  isTransformFunction,
  type Precedence,
} from '../language/index.js';
import type { Span } from '../span.js';
import type { Constant, Expression, Lhs, Predicate } from './ast.js';
import { chain, grouped, type Link, type Operand } from './chain.js';
import { isWrongValue, readConstant } from './constants.js';
import { Reports } from './reports.js';
import {
  AnyConnector,
  AnyConstant,
  AnyOperator,
  isQuotedOrNumber,
  Misplaced,
  type Token,
  tokenTypes as t,
} from './tokens.js';

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const between = (first: Span, last: Span): Span => ({ start: first.start, end: last.end });

/** The terms after parentheses that are too many, and where each begins. */
interface Rest {
  readonly terms: Expression[];
  readonly spans: Span[];
}

/** The operator that a token is, however it is spaced; `null` if it is not one. */
const operatorOf = ({ kind, image }: Token): ComparisonOperator | null => {
  if (kind === 'Operator') return image as ComparisonOperator;
  return kind === 'MisspacedOperator'
    ? (comparisonOperatorNames.find((name) => hasWords(image, name)) ?? null)
    : null;
};

/** Whether a text has the words of an operator, with whatever white space between them. */
const hasWords = (image: string, operator: string): boolean =>
  image.replace(/[ \t\r\n]+/g, '') === operator.replaceAll(' ', '');

export class ExpressionParser extends EmbeddedActionsParser {
  private reports = new Reports();
  private precedence: Precedence = 'or-tighter';
  /** Of the expression that is being read; `null` as long as it has none. */
  private links: Link[] | null = null;
  /** The last part of the name that is being read, if hyphens have cut it. */
  private hyphenated: Token | null = null;
  /** The name that is being read. */
  private name: Token | null = null;

  /** @param isChecked whether Chevrotain validates the rules, which is slower than reading a file */
  constructor({ isChecked = false } = {}) {
    super([...Object.values(t), AnyOperator, AnyConnector, AnyConstant, Misplaced], {
      maxLookahead: 1,
      recoveryEnabled: false,
      nodeLocationTracking: 'none',
      skipValidations: !isChecked,
    });
    this.performSelfAnalysis();
  }

  /** @param tokens without comments; the last one is the end */
  read(tokens: readonly Token[], precedence: Precedence) {
    this.input = tokens as unknown as IToken[];
    this.reports = new Reports();
    this.precedence = precedence;
    this.links = null;
    const tree = this.matcher();
    return { tree, problems: this.reports.problems };
  }

  // Chevrotain would add ends of its own to the tokens, and report what is left over. That is reported already.
  protected onBeforeParse(): void {}
  protected onAfterParse(): void {}

  /** @param howMuch 1 is the next token, 0 the last one that was consumed */
  private look(offset: number): Token {
    return this.LA(offset) as unknown as Token;
  }

  private take(type: TokenType): Token {
    return this.CONSUME(type) as unknown as Token;
  }

  private readonly takeClose = () => this.take(t.RightParen);
  private readonly takeOperator = () => this.take(AnyOperator);
  private readonly takeConstant = () => this.take(AnyConstant);
  private readonly takeHyphenated = () => {
    this.hyphenated = this.take(t.HyphenatedRest);
  };
  private readonly aLink = () => {
    const link = this.SUBRULE(this.link);
    this.links ??= [];
    this.links.push(link);
  };
  private readonly aRest = () => this.SUBRULE(this.rest);
  private readonly aTerm = () => this.SUBRULE(this.term);
  private readonly aLhs = () => this.SUBRULE(this.lhs);
  private readonly aCall = () => this.SUBRULE2(this.call);
  private readonly aTail = () => this.SUBRULE(this.tail);

  /** The whole text. */
  readonly matcher = this.RULE('matcher', (): Expression | null => {
    const first = this.SUBRULE(this.expression);
    const rest = this.OPTION(this.aRest) as Rest | undefined;
    return rest && !this.RECORDING_PHASE ? chain('&&', [first, ...rest.terms], rest.spans) : first;
  });

  /** What follows a parenthesis too many: it belongs to the tree as well, so that it is checked. */
  private readonly rest = this.RULE('rest', (): Rest => {
    const rest: Rest = { terms: [], spans: [] };
    this.AT_LEAST_ONE(() => {
      const { start, end } = this.takeClose();
      this.reports.unopened({ start, end });
      this.links = null;
      const first = this.OPTION(this.aTerm) as Operand;
      this.MANY(this.aLink);
      const term = this.groupedTerms(first === undefined ? null : { term: first });
      if (!term) return;
      rest.terms.push(term);
      rest.spans.push({ start, end: start });
    });
    return rest;
  });

  private readonly expression = this.RULE('expression', (): Expression | null => {
    const { links: outer } = this;
    this.links = null;
    const first = this.OPTION(this.aTerm) as Operand;
    if (first === undefined) this.reports.missing('term', this.look(1));
    this.MANY(this.aLink);
    const whole = this.links === null ? (first ?? null) : this.groupedTerms({ term: first });
    this.links = outer;
    return whole;
  });

  /** @param first `null` if there is none before the links */
  private groupedTerms(first: { readonly term: Operand } | null): Expression | null {
    if (this.links === null || this.RECORDING_PHASE) return first?.term ?? null;
    return grouped(first, this.links, this.precedence);
  }

  /** An operator and the term after it; one of the two may be missing. */
  private readonly link = this.RULE('link', (): Link => this.OR(this.eitherLink));

  private readonly eitherLink = [
    {
      ALT: (): Link => {
        const connector = this.take(AnyConnector);
        if (connector.kind === 'WrongConnector') this.reports.unexpected('connector', connector);
        this.reports.termIsBroken = false;
        const term = this.OPTION(this.aTerm) as Operand;
        if (term === undefined) this.reports.missing('term', this.look(1));
        return { span: spanOf(connector), isOr: connector.kind === 'Or', term };
      },
    },
    {
      ALT: (): Link => {
        const { start } = this.look(1);
        const wasBroken = this.reports.termIsBroken;
        this.reports.missing('connector', this.look(1));
        if (this.isTermAhead()) this.reports.termIsBroken = wasBroken;
        const term = this.SUBRULE2(this.term);
        return { span: { start, end: start }, isOr: false, term };
      },
    },
  ];

  /** Whether what comes is a term, and not just something that cannot be read. */
  private isTermAhead(): boolean {
    if (this.look(1).kind !== 'Identifier') return false;
    const second = this.look(2);
    return second.kind === 'LeftParen' || second.kind === 'WrongOperator' || operatorOf(second) !== null;
  }

  private readonly term = this.RULE('term', (): Expression | null => this.OR(this.eitherTerm));

  private readonly eitherTerm = [
    { ALT: (): Expression | null => this.SUBRULE(this.predicate) },
    { ALT: (): Expression | null => this.SUBRULE(this.group) },
    { ALT: (): Expression | null => this.SUBRULE(this.negation) },
    {
      ALT: (): Expression | null => {
        this.reports.unexpected('term', this.take(Misplaced));
        return null;
      },
    },
  ];

  private readonly group = this.RULE('group', (): Expression => {
    const open = this.take(t.LeftParen);
    const expression = this.SUBRULE(this.expression);
    if (!this.OPTION(this.takeClose)) this.reports.unclosedGroup(spanOf(open));
    return { kind: 'group', negated: false, expression, span: between(open, this.look(0)) };
  });

  private readonly negation = this.RULE('negation', (): Expression => {
    const not = this.take(t.Not);
    const wasBroken = this.reports.termIsBroken;
    const term = (this.OPTION(this.aTerm) as Operand) ?? null;
    const span = between(not, this.look(0));
    if (term?.kind === 'group' && !term.negated) return { ...term, negated: true, span };
    if (!this.RECORDING_PHASE) this.reports.not(spanOf(not), term, wasBroken);
    return { kind: 'group', negated: true, expression: term, span };
  });

  private readonly predicate = this.RULE('predicate', (): Predicate => {
    const name = this.take(t.Identifier);
    this.name = name;
    const lhs = (this.OPTION3(this.aTail) as Lhs | undefined) ?? this.fieldOf(name);
    const operator = (this.OPTION(this.takeOperator) as Token | undefined) ?? null;
    const known = operator && operatorOf(operator);
    if (operator?.kind !== 'Operator') this.checkOperator(operator);
    const constant = (this.OPTION2(this.takeConstant) as Token | undefined) ?? null;
    if (operator && constant?.kind === 'WrongConstant') this.checkOperatorWord(operator, constant);
    if (!constant) this.reports.missing('constant', this.look(1));
    if (this.RECORDING_PHASE) return recorded;
    return {
      kind: 'predicate',
      lhs,
      operator: known,
      operatorSpan: operator && spanOf(operator),
      rhs: constant && this.constantOf(constant),
      span: { start: lhs.span.start, end: this.look(0).end },
    };
  });

  /** The argument of a call. */
  private readonly lhs = this.RULE('lhs', (): Lhs => {
    const name = this.take(t.Identifier);
    this.name = name;
    return (this.OPTION(this.aTail) as Lhs | undefined) ?? this.fieldOf(name);
  });

  private fieldOf(name: Token): Lhs {
    return { kind: 'field', name: name.image, span: { start: name.start, end: name.end } };
  }

  private readonly tail = this.RULE('tail', (): Lhs => this.OR(this.eitherTail));

  /** What may follow a name. */
  private readonly eitherTail = [
    { ALT: (): Lhs => this.SUBRULE(this.call) },
    {
      ALT: (): Lhs => {
        const name = this.name!;
        this.AT_LEAST_ONE(this.takeHyphenated);
        const last = this.hyphenated!;
        const span = between(name, last);
        this.reports.addAside({ code: 'expression-hyphen', args: { name: name.image + last.image }, span });
        this.name = name;
        return (this.OPTION(this.aCall) as Lhs | undefined) ?? { kind: 'field', name: name.image, span };
      },
    },
  ];

  private readonly call = this.RULE('call', (): Lhs => {
    const name = this.name!;
    const open = this.take(t.LeftParen);
    const argument = (this.OPTION(this.aLhs) as Lhs | undefined) ?? null;
    if (!argument) this.reports.missing('field', this.look(1));
    const isClosed = this.OPTION2(this.takeClose) !== undefined;
    if (this.RECORDING_PHASE) return recorded;
    const span = between(name, this.look(0));
    const known = isTransformFunction(name.image) ? name.image : null;
    if (!known) {
      const args = { name: name.image };
      const problem = { code: 'expression-unknown-function', args, span: spanOf(name) } as const;
      if (isClosed) this.reports.addAside(problem);
      else this.reports.add(problem);
    } else if (!isClosed) {
      const args = { what: 'call', name: known } as const;
      this.reports.add({ code: 'expression-unclosed', args, span: argument ? between(name, open) : span });
    }
    if (!isClosed) this.reports.unclosedCall();
    return { kind: 'call', function: known, nameSpan: spanOf(name), argument, span };
  });

  /** An operator that is missing, or that the engine does not have as it is written. */
  private checkOperator(token: Token | null): void {
    if (!token) {
      this.reports.missing('operator', this.look(1));
    } else if (token.kind === 'MisspacedOperator') {
      this.reports.addAside({ code: 'expression-not-in-spacing', args: {}, span: spanOf(token) });
    } else {
      const args = { operator: token.image };
      const problem = { code: 'expression-unknown-operator', args, span: spanOf(token) } as const;
      // `= '/a'` are two mistakes; `is not "/a"` is one.
      if (token.kind === 'WrongOperator' && isQuotedOrNumber(this.look(1).kind))
        this.reports.addAside(problem);
      else this.reports.add(problem);
    }
  }

  /** `inside`: the engine reads `in` and then wants a constant; the author meant one word. */
  private checkOperatorWord(operator: Token, constant: Token): void {
    const isWord = operator.kind === 'Operator' && /^[a-z]+$/.test(operator.image);
    if (!isWord || constant.start !== operator.end) return;
    const args = { operator: operator.image + constant.image };
    this.reports.add({ code: 'expression-unknown-operator', args, span: between(operator, constant) });
  }

  private constantOf(token: Token): Constant | null {
    const { constant, problem, more = [] } = readConstant(token);
    if (!problem) return constant;
    for (const further of more) this.reports.addAside(further);
    // In `1.2.3.0400` what follows is a part of the same word.
    const next = this.look(1);
    const isWhole = next.start !== token.end || /^(?:[()&|!"]|$)/.test(next.image);
    if (isWrongValue(problem) && isWhole) this.reports.addAside(problem);
    else this.reports.add(problem);
    return constant;
  }
}

/** What a rule returns while it is recorded: it is not used. */
const recorded = null as never;
