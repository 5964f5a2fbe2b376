/**
 * What is reported about an expression, proved on requests by the real engine: that a warning is true, that a fix which says
 * nothing of a change changes no answer and nothing that `strip_path` cuts, and that one that does changes what it says
 * and nothing else.
 */

import assert from 'node:assert/strict';
import {
  type Expression,
  type ExpressionCode,
  type ExpressionProblem,
  fieldOf,
  type Language,
  lint,
  type PlainDifference,
  predicatesOf,
  readExpression,
  type Span,
  type Subsystem,
} from '../../grammar/index.js';
import { wrongCuts } from '../../server/flavors/strip-path.js';
import { isLint, messageOf } from '../../server/problems/messages.js';
import type { Random } from '../fuzz/random.js';
import type { Engine, RequestValues } from './engine.js';
import { interpret } from './interpreter.js';
import { isRefused, seenByTheEngine } from './kong.js';
import { requestsFor } from './request-generator.js';

/** A problem of an expression, with the requests on which it is tried. */
interface Case {
  readonly engine: Engine;
  readonly text: string;
  readonly subsystem: Subsystem;
  readonly tree: Expression;
  readonly problem: ExpressionProblem;
  readonly requests: readonly RequestValues[];
}

/** What the engine answers to each request, and what `strip_path` has to cut where it matches. */
interface Answers {
  readonly matches: readonly boolean[];
  readonly cuts: readonly (string | null)[];
}

const languageOf = (subsystem: Subsystem): Language => ({ subsystem, gatewayVersion: [3, 9] });

function treeOf(text: string, subsystem: Subsystem): Expression {
  const { tree, problems: found } = readExpression(text, languageOf(subsystem));
  assert.ok(tree && !isRefused(found), `${text} is refused: ${JSON.stringify(found)}`);
  return tree;
}

function ask(
  text: string,
  { engine, subsystem, requests }: Omit<Case, 'text' | 'tree' | 'problem'>,
): Answers {
  const seen = seenByTheEngine(text);
  const tree = treeOf(seen, subsystem);
  const matches = engine.matches(seen, subsystem, requests);
  const interpreted = requests.map((values) => interpret(tree, values));
  assert.deepEqual(
    interpreted.map((one) => one.matches),
    matches,
    `our second engine answers as the first: ${text}`,
  );
  return { matches, cuts: interpreted.map((one) => (one.matches ? one.path : null)) };
}

export function applied(text: string, edits: readonly { span: Span; newText: string }[]): string {
  const sorted = [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return sorted.reduce(
    (now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end),
    text,
  );
}

/** The predicate in which a problem is. */
function predicateOf({ tree, problem: { span } }: Case) {
  return predicatesOf(tree).find((one) => one.span.start <= span.start && span.end <= one.span.end)!;
}

/** The predicate that a problem with its `!` is about. */
const predicateAround = ({ tree, problem: { span } }: Case) =>
  predicatesOf(tree).find((one) => span.start <= one.span.start && one.span.end <= span.end)!;

const isNegative = (operator: string) => operator === '!=' || operator === 'not in';

/** Which fix its problem has: the code and the arguments. */
const fixOf = ({ problem }: Case) => [problem.fix?.code, problem.fix?.args];

const sliceOf = (text: string, { start, end }: Span): string => text.slice(start, end);

/** The predicate alone, before and after its fix. */
function alone(one: Case): { name: string; before: Answers; after: Answers; fixed: string } {
  const { text, problem } = one;
  const { span, lhs } = predicateOf(one);
  const edits = problem.fix!.edits.map((edit) => ({
    ...edit,
    span: { start: edit.span.start - span.start, end: edit.span.end - span.start },
  }));
  const old = sliceOf(text, span);
  const fixed = applied(old, edits);
  return { name: fieldOf(lhs)!.name, before: ask(old, one), after: ask(fixed, one), fixed };
}

const valuesIn = (values: RequestValues, name: string): readonly (string | number)[] => values[name] ?? [];

/** The requests for which a condition does not hold; there has to be none. */
function forEvery(one: Case, holds: (values: RequestValues, index: number) => boolean, what: string): void {
  const wrong = one.requests.find((values, i) => !holds(values, i));
  assert.ok(
    !wrong,
    `${one.problem.code} of ${JSON.stringify(one.text)}: ${what}, but not for ${JSON.stringify(wrong)}`,
  );
}

type Proof = (one: Case) => void;

/** What a fix says of what it changes, held to what it changes. */
const changesOf: Partial<Record<ExpressionCode, Proof>> = {
  'expression-absent': (one) => {
    const { name, before: old, after } = alone(one);
    assert.deepEqual(fixOf(one), ['write-opposite', { name }]);
    forEvery(
      one,
      (values, i) => after.matches[i] === (valuesIn(values, name).length === 0 || old.matches[i]!),
      'it differs where the field is absent, and nowhere else',
    );
  },
  'expression-all-values': (one) => {
    const { name, before: old, after, fixed } = alone(one);
    assert.deepEqual(fixOf(one), ['write-any', {}]);
    forEvery(
      one,
      (values, i) => {
        const singles = valuesIn(values, name).map((value) => ({ ...values, [name]: [value] }));
        const each = ask(fixed, { ...one, requests: singles }).matches;
        return (
          after.matches[i] === each.includes(true) &&
          old.matches[i] === (each.length > 0 && !each.includes(false))
        );
      },
      'all values were needed, and one is enough',
    );
  },
  'expression-unanchored': (one) => {
    const { after } = alone(one);
    const { lhs, rhs } = predicateOf(one);
    assert.deepEqual(fixOf(one), ['write-anchor', {}]);
    assert.ok(rhs?.kind === 'string');
    const atStart = ask(`${sliceOf(one.text, lhs!.span)} ~ r#"\\A(?:${rhs.value})"#`, one).matches;
    assert.deepEqual(after.matches, atStart, one.text);
  },
  'expression-simple-regex': (one) => {
    const { name, before: old, after } = alone(one);
    const fix = one.problem.fix!;
    assert.ok(fix.code === 'write-plain');
    const says = (difference: PlainDifference) => fix.args.differences.includes(difference);
    const hasBreak = (values: RequestValues) =>
      valuesIn(values, name).some((value) => String(value).includes('\n'));
    forEvery(
      one,
      (values, i) =>
        old.matches[i] === after.matches[i] || (says('line-breaks') && hasBreak(values) && after.matches[i]!),
      'it takes line breaks besides, if it says so',
    );
    forEvery(
      one,
      (_, i) => {
        const [cut, now] = [old.cuts[i], after.cuts[i]];
        if (!old.matches[i] || cut === now) return true;
        if (says('strip-path-nothing')) return now === null;
        return says('strip-path-less') && cut!.includes(now!);
      },
      '`strip_path` cuts what it says',
    );
  },
  'expression-never': (one) => {
    // That it never matched is proved below, for all that have no fix, too.
    const { edits } = one.problem.fix!;
    assert.deepEqual(fixOf(one), ['write', { text: edits[0]!.newText.trimStart() }]);
    const { fixed } = alone(one);
    const again = lint(treeOf(fixed, one.subsystem), fixed, languageOf(one.subsystem)).filter(
      ({ code }) => code === 'expression-never',
    );
    assert.deepEqual(again, [], `${fixed} can match`);
  },
  'expression-host-case': (one) => {
    const { before: old, after, fixed } = alone(one);
    assert.equal(one.problem.fix!.code, 'write-host');
    const isNegative = predicateOf(one).operator === '!=';
    const lowered = ask(fixed.replace('http.host', 'lower(http.host)'), one).matches;
    forEvery(
      one,
      (values, i) => {
        const [host] = valuesIn(values, 'http.host');
        if (host === undefined) return !old.matches[i] && !after.matches[i];
        return (
          host !== String(host).toLowerCase() ||
          (old.matches[i] === isNegative && after.matches[i] === lowered[i])
        );
      },
      'no host in lower case was told from others, and after it each is',
    );
  },
  'expression-contradiction': (one) => {
    assert.deepEqual(fixOf(one), ['write-connector', { operator: '||' }]);
    equalsRun(one, '||');
  },
  'expression-tautology': (one) => {
    assert.deepEqual(fixOf(one), ['write-connector', { operator: '&&' }]);
    equalsRun(one, '&&');
  },
  'expression-other-family': (one) => {
    const fix = one.problem.fix!;
    assert.ok(fix.code === 'write-family');
    const { name, family } = fix.args;
    const only = `${name} in ${family === 4 ? '0.0.0.0/0' : '::/0'}`;
    const { span } = one.problem;
    const meant = applied(one.text, [{ span, newText: `(${sliceOf(one.text, span)} && ${only})` }]);
    assert.deepEqual(ask(applied(one.text, fix.edits), one).matches, ask(meant, one).matches, one.text);
  },
  'expression-alternative': (one) => {
    const fix = one.problem.fix!;
    assert.ok(fix.code === 'write-alternative');
    const { span } = one.problem;
    const meant = applied(one.text, [
      { span, newText: `(${fix.args.text} && (${sliceOf(one.text, span)}))` },
    ]);
    assert.deepEqual(ask(applied(one.text, fix.edits), one).matches, ask(meant, one).matches, one.text);
  },
  'expression-octal': (one) => {
    const fix = one.problem.fix!;
    assert.ok(fix.code === 'write');
    const { rhs } = predicatesOf(treeOf(applied(one.text, fix.edits), one.subsystem)).find(
      ({ rhs }) => rhs?.span.start === one.problem.span.start,
    )!;
    assert.ok(rhs?.kind === 'int');
    assert.equal(rhs.value, BigInt(fix.args.text), 'what is written is what is read');
  },
  'expression-notation': (one) => isGone(one),
  'expression-starred-slash': (one) => isGone(one),
  'expression-regex-dot': (one) => {
    isGone(one);
    matchesLess(one);
  },
  'expression-host-open': (one) => {
    isGone(one);
    matchesLess(one);
  },
  'expression-duplicate': (one) => {
    assert.deepEqual(fixOf(one), ['remove-term', { isRecorded: true }]);
    const after = ask(applied(one.text, one.problem.fix!.edits), one);
    assert.deepEqual(after.matches, ask(one.text, one).matches, 'nothing but what is recorded is another');
  },
};

/** After its fix a problem is not said of the predicate again. */
function isGone(one: Case): void {
  const { fixed } = alone(one);
  const again = lint(treeOf(fixed, one.subsystem), fixed, languageOf(one.subsystem));
  assert.deepEqual(
    again.filter(({ code }) => code === one.problem.code),
    [],
    fixed,
  );
}

/** After its fix a predicate matches nothing that it did not match before. */
function matchesLess(one: Case): void {
  const { before, after } = alone(one);
  forEvery(one, (_, i) => before.matches[i]! || !after.matches[i]!, 'the fix lets nothing more through');
}

/** The terms whose operators are changed, in parentheses of their own. */
function equalsRun(one: Case, operator: string): void {
  const { text, tree, problem } = one;
  const changed = problem.fix!.edits.filter(({ newText }) => newText === operator).map(({ span }) => span);
  assert.ok(changed.length > 0);
  const chain = chainWith(tree, changed[0]!)!;
  const from = chain.operators.findIndex(({ start }) => start === changed[0]!.start);
  const run = chain.terms.slice(from, from + changed.length + 1).map((term) => term!);
  const span = { start: run[0]!.span.start, end: run.at(-1)!.span.end };
  const meant = `(${run.map((term) => sliceOf(text, term.span)).join(` ${operator} `)})`;
  const expected = ask(applied(text, [{ span, newText: meant }]), one).matches;
  assert.deepEqual(ask(applied(text, problem.fix!.edits), one).matches, expected, text);
}

function chainWith(tree: Expression | null, operator: Span): Extract<Expression, { kind: 'logical' }> | null {
  if (tree?.kind === 'group') return chainWith(tree.expression, operator);
  if (tree?.kind !== 'logical') return null;
  if (tree.operators.some(({ start }) => start === operator.start)) return tree;
  return tree.terms.map((term) => chainWith(term, operator)).find((found) => found !== null) ?? null;
}

/** What advice says of an expression as it is. */
const claims: Partial<Record<ExpressionCode, Proof>> = {
  'expression-never': (one) => {
    const { args } = one.problem as Extract<ExpressionProblem, { code: 'expression-never' }>;
    const { span, lhs } = predicateOf(one);
    const { matches } = ask(sliceOf(one.text, span), one);
    const name = fieldOf(lhs)!.name;
    const isThere = (values: RequestValues) => args.outcome === 'always' && valuesIn(values, name).length > 0;
    forEvery(one, (values, i) => matches[i] === isThere(values), `it is ${args.outcome} true`);
  },
  'expression-contradiction': (one) => {
    const { args } = one.problem as Extract<ExpressionProblem, { code: 'expression-contradiction' }>;
    const { matches } = ask(`(${args.first}) && (${args.second})`, one);
    forEvery(one, (_, i) => !matches[i], 'both are never true');
  },
  'expression-tautology': (one) => {
    const { args } = one.problem as Extract<ExpressionProblem, { code: 'expression-tautology' }>;
    const { matches } = ask(`(${args.first}) || (${args.second})`, one);
    const isConcerned = (values: RequestValues) => {
      const { length } = valuesIn(values, args.name ?? '');
      return args.when === 'always' || (args.when === 'sent' ? length > 0 : length === 1);
    };
    forEvery(one, (values, i) => !isConcerned(values) || matches[i]!, `one is true ${args.when}`);
  },
  'expression-other-family': (one) => {
    const { args, span } = one.problem as Extract<ExpressionProblem, { code: 'expression-other-family' }>;
    const predicate = predicateAround(one);
    const text = sliceOf(one.text, predicate.span);
    const { matches } = ask(isNegative(args.operator) ? text : `!(${text})`, one);
    const isOther = (values: RequestValues) =>
      valuesIn(values, args.name).some((value) => String(value).includes(':') === (args.family === 6));
    forEvery(one, (values, i) => !isOther(values) || matches[i]!, `every IPv${args.family} address matches`);
    assert.ok(span.start <= predicate.span.start && predicate.span.end <= span.end);
  },
  'expression-alternative': (one) => {
    const { args } = one.problem as Extract<ExpressionProblem, { code: 'expression-alternative' }>;
    // A negated alternative asks for whatever is in it; nothing else can name the part.
    const names = predicatesOf(treeOf(args.term, one.subsystem)).map(({ lhs }) => fieldOf(lhs)!.name);
    const asks = { host: /^(?:http\.host|tls\.sni)$/, path: /^http\.path/ };
    const { matches } = ask(args.term, one);
    for (const part of args.parts) {
      if (names.some((name) => asks[part].test(name))) continue;
      const others = one.requests.map((values) =>
        part === 'host'
          ? { ...values, [one.subsystem === 'http' ? 'http.host' : 'tls.sni']: ['other.example'] }
          : { ...values, 'http.path': ['/other'] },
      );
      assert.deepEqual(ask(args.term, { ...one, requests: others }).matches, matches, `with any ${part}`);
    }
  },
  'expression-octal': (one) => {
    const { args, span } = one.problem as Extract<ExpressionProblem, { code: 'expression-octal' }>;
    const decimal = applied(one.text, [{ span, newText: args.value }]);
    assert.deepEqual(ask(decimal, one), ask(one.text, one), 'it is read as the number that is named');
  },
  'expression-header-case': (one) => {
    const { args } = one.problem as Extract<ExpressionProblem, { code: 'expression-header-case' }>;
    assert.ok(messageOf(one.problem).includes(`write \`${args.right}\``));
  },
};

/** What has been said, by code and by what its fix does, and how often. */
export type Tally = Map<string, number>;

const note = (tally: Tally, what: string): unknown => tally.set(what, (tally.get(what) ?? 0) + 1);

/** How a problem of a code is counted. */
export const tallied = (code: string, fix?: { readonly changes?: true }): string =>
  `${code}, ${fix ? (fix.changes ? 'a fix that changes' : 'a fix that keeps') : 'no fix'}`;

const requestsEach = 60;

/** Proves all that is reported about an expression; one that Kong refuses is passed over. */
export function prove(
  engine: Engine,
  text: string,
  subsystem: Subsystem,
  random: Random,
  tally: Tally,
): readonly ExpressionProblem[] {
  const advice = adviceOn(text, subsystem);
  if (!advice) return [];
  const seen = (written: string) => treeOf(seenByTheEngine(written), subsystem);
  const tree = treeOf(text, subsystem);
  for (const problem of advice) {
    const { code, fix } = problem;
    note(tally, tallied(code, fix));
    const fixed = fix && applied(text, fix.edits);
    const trees = [seen(text), ...(fixed === undefined ? [] : [seen(fixed)])];
    const requests = requestsFor(trees, subsystem, random, requestsEach);
    const one: Case = { engine, text, subsystem, tree, problem, requests };
    claims[code]?.(one);
    if (fix?.changes) changesOf[code]!(one);
    else if (fix) {
      assert.deepEqual(
        ask(fixed!, one),
        ask(text, one),
        `${code} of ${JSON.stringify(text)} changes nothing`,
      );
    }
  }
  if (subsystem === 'http') {
    const requests = requestsFor([seen(text)], subsystem, random, requestsEach);
    proveCuts(text, tree, requests, ask(text, { engine, subsystem, requests }));
  }
  return advice;
}

/** @returns `null` for an expression that Kong refuses */
export function adviceOn(text: string, subsystem: Subsystem): readonly ExpressionProblem[] | null {
  const language = languageOf(subsystem);
  const { tree, problems } = readExpression(text, language);
  if (!tree || isRefused(problems)) return null;
  return [...problems.filter(({ code }) => isLint(code)), ...lint(tree, text, language)];
}

/** Whether the engine gives an answer to some request that a client can send. */
export function canBe(
  engine: Engine,
  text: string,
  answer: boolean,
  subsystem: Subsystem,
  random: Random,
): boolean {
  const requests = requestsFor([treeOf(text, subsystem)], subsystem, random, 1000);
  return ask(text, { engine, subsystem, requests }).matches.includes(answer);
}

/** Where nothing is reported about `strip_path`, it cuts what is in front. */
function proveCuts(
  text: string,
  tree: Expression,
  requests: readonly RequestValues[],
  { cuts }: Answers,
): void {
  if (wrongCuts(tree).some((one) => one.cuts === 'start')) return;
  for (const [i, cut] of cuts.entries()) {
    const [path] = requests[i]!['http.path'] as [string];
    // A path with a line break is nobody's. What `lower( … )` lets through is as long.
    if (cut === null || path.includes('\n') || path.toLowerCase().startsWith(cut.toLowerCase())) continue;
    assert.fail(
      `strip_path cuts ${JSON.stringify(cut)} off ${JSON.stringify(path)}, and nothing is said: ${text}`,
    );
  }
}
