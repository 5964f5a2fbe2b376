/**
 * What the Rust crate pest (2.7 and 2.8; pest-parser/pest) does for Kong's engine: it walks a text by a grammar, and
 * remembers which rules it has tried where it came farthest. An error names them.
 *
 * A function of pest is named where its rule is followed. Left out is what the engine's grammar has no use for:
 * a lookahead over rules (pest's `neg_attempts`), and spans that begin or end with a line break.
 */

import type { Span } from '../span.js';

/** The name of a rule, a text in which no rule is called, or several of them. */
export type Parsing = string | Terminal | Combination;

export interface Terminal {
  readonly kind: 'terminal';
  /** As the grammar file has it, for documentation: `"=="`. */
  readonly written: string;
  /** Sticky. */
  readonly pattern: RegExp;
}

export interface Combination {
  readonly kind: 'sequence' | 'choice' | 'repeat' | 'optional' | 'compound-atomic';
  readonly parts: readonly Parsing[];
}

/** `"a"` */
export const literal = (text: string): Terminal => ({
  kind: 'terminal',
  written: `"${text}"`,
  pattern: new RegExp(text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'), 'y'),
});

/** What is not a text of its own. */
export const terminal = (written: string, pattern: RegExp): Terminal => ({
  kind: 'terminal',
  written,
  pattern: new RegExp(pattern.source, `${pattern.flags}y`),
});

/** `a ~ b` */
export const sequence = (...parts: Parsing[]): Parsing => ({ kind: 'sequence', parts });
/** `a | b` */
export const choice = (...parts: Parsing[]): Parsing => ({ kind: 'choice', parts });
/** `a*` */
export const repeat = (part: Parsing): Parsing => ({ kind: 'repeat', parts: [part] });
/** `a?` */
export const optional = (part: Parsing): Parsing => ({ kind: 'optional', parts: [part] });
/** `${ a }`: no white space between the parts. An atomic rule, `@{ a }`, is a terminal. */
export const compoundAtomic = (part: Parsing): Parsing => ({ kind: 'compound-atomic', parts: [part] });

/** The rules in the order of the grammar file, in which pest lists them, but `EOI` first. */
export type Grammar<Rule extends string> = Readonly<Record<Rule, Parsing>>;

/** A rule that matched. */
export interface Pair<Rule extends string> extends Span {
  readonly rule: Rule;
}

/** A terminal that was tried, and the rule that it is in. */
export interface Tried<Rule extends string> {
  readonly rule: Rule;
  readonly terminal: Terminal;
}

/** The farthest place at which terminals did not match. pest itself does not keep them. */
export interface Due<Rule extends string> {
  readonly position: number;
  readonly tried: readonly Tried<Rule>[];
}

/** The rules that matched, each before those within it; or what was expected where. */
export type Walked<Rule extends string> = { readonly due: Due<Rule> } & (
  | { readonly pairs: readonly Pair<Rule>[] }
  | { readonly position: number; readonly expected: readonly Rule[] }
);

/** @param whiteSpace sticky; what may be between the parts of a sequence and of a repetition */
export function walk<Rule extends string>(
  grammar: Grammar<Rule>,
  start: NoInfer<Rule>,
  whiteSpace: RegExp,
  text: string,
): Walked<Rule> {
  const walker = new Walker(grammar, whiteSpace, text);
  const matched = walker.run(start);
  const due = { position: walker.duePosition, tried: walker.due };
  if (matched) return { pairs: walker.pairs, due };
  // `state`: sorted by the order of the rules, each once.
  const expected = (Object.keys(grammar) as Rule[]).filter((rule) => walker.attempts.includes(rule));
  return { position: walker.attemptPosition, expected, due };
}

/** Part of the walk: it yields what has to be matched next, is sent whether that did, and returns whether it did. */
type Step = Generator<Parsing, boolean, boolean>;

/** `ParserState` in pest's `parser_state.rs`. */
class Walker<Rule extends string> {
  /** The queue: the rules that have matched so far. */
  readonly pairs: { rule: Rule; start: number; end: number }[] = [];
  /** The rules that failed at `attemptPosition`, the farthest at which any has. */
  attempts: Rule[] = [];
  attemptPosition = 0;
  /** The terminals that did not match at `duePosition`, the farthest at which any did not. */
  due: Tried<Rule>[] = [];
  duePosition = 0;
  private position = 0;
  /** The rules under way, the innermost last. */
  private readonly rules: Rule[] = [];
  private isAtomic = false;
  private readonly grammar: Grammar<Rule>;
  private readonly whiteSpace: RegExp;
  private readonly text: string;

  constructor(grammar: Grammar<Rule>, whiteSpace: RegExp, text: string) {
    this.grammar = grammar;
    this.whiteSpace = whiteSpace;
    this.text = text;
  }

  /** The steps under way lie in an array instead of on the stack, so that no depth of nesting is too much. */
  run(start: Rule): boolean {
    const steps = [this.rule(start)];
    let matched = false;
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      const next = step.next(matched);
      if (next.done) {
        steps.pop();
        matched = next.value;
      } else if (typeof next.value !== 'string' && next.value.kind === 'terminal') {
        matched = this.terminal(next.value);
      } else {
        steps.push(this.step(next.value));
      }
    }
    return matched;
  }

  private step(parsing: string | Combination): Step {
    if (typeof parsing === 'string') return this.rule(parsing as Rule);
    switch (parsing.kind) {
      case 'sequence':
        return this.sequence(parsing.parts);
      case 'choice':
        return this.choice(parsing.parts);
      case 'repeat':
        return this.repeat(parsing.parts[0]!);
      case 'optional':
        return this.optional(parsing.parts[0]!);
      case 'compound-atomic':
        return this.atomic(parsing.parts[0]!);
    }
  }

  /** `ParserState::rule` */
  private *rule(rule: Rule): Step {
    const start = this.position;
    const earlier = start === this.attemptPosition ? this.attempts.length : 0;
    const pair = { rule, start, end: start };
    const index = this.pairs.push(pair) - 1;
    this.rules.push(rule);
    const matched = yield this.grammar[rule];
    this.rules.pop();
    if (matched) {
      pair.end = this.position;
      return true;
    }
    this.track(rule, start, earlier);
    this.pairs.length = index;
    return false;
  }

  /**
   * `ParserState::track`: a rule replaces those within it that failed where it began, unless that was only
   * one, which then says more.
   *
   * @param earlier how many attempts there were at this position before the rule
   */
  private track(rule: Rule, position: number, earlier: number): void {
    const since = position === this.attemptPosition ? this.attempts.length - earlier : 0;
    if (since === 1 || position < this.attemptPosition) return;
    this.attempts.splice(position > this.attemptPosition ? 0 : earlier);
    this.attempts.push(rule);
    this.attemptPosition = position;
  }

  /** `ParserState::sequence` */
  private *sequence(parts: readonly Parsing[]): Step {
    const { position, pairs } = this;
    const { length } = pairs;
    for (const [i, part] of parts.entries()) {
      if (i > 0) this.skip();
      if (yield part) continue;
      this.position = position;
      pairs.length = length;
      return false;
    }
    return true;
  }

  private *choice(parts: readonly Parsing[]): Step {
    for (const part of parts) if (yield part) return true;
    return false;
  }

  /** `ParserState::repeat` */
  private *repeat(part: Parsing): Step {
    if (!(yield part)) return true;
    for (;;) {
      const { position } = this;
      this.skip();
      if (yield part) continue;
      this.position = position;
      return true;
    }
  }

  /** `ParserState::optional` */
  private *optional(part: Parsing): Step {
    yield part;
    return true;
  }

  /** `ParserState::atomic`, compound: the rules within are tracked as everywhere. */
  private *atomic(part: Parsing): Step {
    const { isAtomic } = this;
    this.isAtomic = true;
    const matched = yield part;
    this.isAtomic = isAtomic;
    return matched;
  }

  private terminal(terminal: Terminal): boolean {
    if (this.read(terminal.pattern)) return true;
    if (this.position < this.duePosition) return false;
    if (this.position > this.duePosition) this.due = [];
    this.duePosition = this.position;
    this.due.push({ rule: this.rules.at(-1)!, terminal });
    return false;
  }

  /** `generate_skip` in pest's `generator.rs` */
  private skip(): void {
    if (!this.isAtomic) this.read(this.whiteSpace);
  }

  /** `ParserState::match_string` and what else reads characters. */
  private read(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    const matched = pattern.test(this.text);
    if (matched) this.position = pattern.lastIndex;
    return matched;
  }
}
