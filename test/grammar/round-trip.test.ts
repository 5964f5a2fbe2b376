/** Printing a tree and parsing the text gives the tree again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Constant,
  type Expression,
  type Lhs,
  type Logical,
  parse,
  print,
  quote,
  readExpression,
} from '../../grammar/index.js';
import { generate } from '../fuzz/generator.js';
import { Random } from '../fuzz/random.js';
import { engineTree } from '../support/engine-tree.js';
import { isRefused } from '../support/kong.js';
import { withoutSpans } from '../support/spans.js';
import { expressionVectors } from '../support/vectors.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

function assertRoundTrip(tree: Expression | null, from: string): void {
  const printed = print(tree);
  const again = parse(printed);
  assert.deepEqual(again.problems, [], `${from} is printed as ${printed}`);
  assert.deepEqual(withoutSpans(again.tree), withoutSpans(tree), `${from} is printed as ${printed}`);
}

test('every accepted expression of the vectors', () => {
  let count = 0;
  for (const { id, expression, schema } of expressionVectors()) {
    const { tree, problems } = readExpression(expression, { subsystem: schema, gatewayVersion: [3, 9] });
    if (isRefused(problems)) continue;
    count++;
    assertRoundTrip(tree, id);
  }
  assert.ok(count > 150, `${count} expressions`);
});

test(`every generated expression of right syntax, seed ${seed}`, () => {
  let count = 0;
  for (let index = 0; index < 10_000; index++) {
    const { text } = generate(seed, index);
    const { tree, problems } = parse(text);
    if (problems.length > 0) continue;
    count++;
    assertRoundTrip(tree, `index ${index}: ${JSON.stringify(text)}`);
  }
  assert.ok(count > 5_000, `${count} expressions`);
});

/** Trees as a translation makes them: chains in chains, and no parentheses but those of a negation. */
test(`trees without parentheses mean the same when they are printed, seed ${seed}`, () => {
  for (let index = 0; index < 3_000; index++) {
    const tree = makeTree(new Random(seed, index), 4);
    const printed = print(tree);
    const { tree: again, problems } = parse(printed);
    assert.deepEqual(problems, [], printed);
    assert.deepEqual(engineTree(again), engineTree(tree), printed);
    assert.equal(print(again), printed);
  }
});

test('what is printed is what one would write', () => {
  const printed: Readonly<Record<string, string>> = {
    'a==1&&b==2||c==3': 'a == 1 && b == 2 || c == 3',
    '( a == 1 )': '(a == 1)',
    '! ( a == 1 )': '!(a == 1)',
    'lower ( any ( a ) )=="b"': 'lower(any(a)) == "b"',
    'a not in0::/0': 'a not in 0::/0',
    'a == 0x10': 'a == 16',
    'a == -010': 'a == -8',
    'a == "\n\t\\"\\\\"': 'a == "\\n\\t\\"\\\\"',
    'a == r#"\n\\"#': 'a == r#"\n\\"#',
  };
  for (const [text, wanted] of Object.entries(printed)) assert.equal(print(parse(text).tree), wanted);
});

test('any value can be quoted', () => {
  for (const value of ['', '"', '\\', '\n\r\t', '"#', "it's", '\u00a0\u{1f600}\0', '\\n', 'r#"']) {
    const { tree, problems } = parse(`a == ${quote(value)}`);
    assert.deepEqual(problems, []);
    assert.equal(tree?.kind === 'predicate' && tree.rhs?.kind === 'string' && tree.rhs.value, value);
  }
});

const nowhere = { start: 0, end: 0 };

function makeTree(random: Random, depth: number): Expression {
  const kind = depth === 0 ? 'predicate' : random.weighted({ predicate: 2, logical: 5, negation: 1 });
  switch (kind) {
    case 'predicate':
      return {
        kind: 'predicate',
        lhs: makeLhs(random),
        operator: random.pick(['==', '!=', '^=', '=^', '>', '>=', '<', '<=', 'in', 'not in', 'contains']),
        operatorSpan: nowhere,
        rhs: makeConstant(random),
        span: nowhere,
      };
    case 'negation':
      return { kind: 'group', negated: true, expression: makeTree(random, depth - 1), span: nowhere };
    case 'logical': {
      const terms = Array.from({ length: random.between(2, 4) }, () => makeTree(random, depth - 1));
      const operator = random.pick(['&&', '||'] as const);
      const operators: Logical['operators'] = Array(terms.length - 1).fill(nowhere);
      return { kind: 'logical', operator, terms, operators, span: nowhere };
    }
  }
}

function makeLhs(random: Random): Lhs {
  if (random.chance(0.8))
    return { kind: 'field', name: random.pick(['a', 'http.path', 'x_1']), span: nowhere };
  return {
    kind: 'call',
    function: random.pick(['lower', 'any'] as const),
    nameSpan: nowhere,
    argument: makeLhs(random),
    span: nowhere,
  };
}

function makeConstant(random: Random): Constant {
  switch (random.weighted({ string: 4, int: 2, ip: 1, cidr: 1 })) {
    case 'string':
      return { kind: 'string', value: random.pick(['', 'a"b\\c\n', '😀', '"#']), raw: false, span: nowhere };
    case 'int':
      return { kind: 'int', value: random.pick([0n, -1n, 2n ** 53n - 1n]), span: nowhere };
    case 'ip':
      return { kind: 'ip', family: 6, text: random.pick(['::1', '1:2:3:4:5:6:7:8']), span: nowhere };
    case 'cidr':
      return { kind: 'cidr', family: 4, text: '10.0.0.0/8', span: nowhere };
  }
}
