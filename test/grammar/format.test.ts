/** The layout of expressions: what it looks like, and that it never changes the tree. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Expression, format, parse } from '../../grammar/index.js';
import { generate } from '../fuzz/generator.js';
import { withoutSpans } from '../support/spans.js';

const formatted = (text: string) => format(parse(text).tree!, text).join('\n');

suite('an expression', () => {
  test('that is short is one line, with one space where one belongs', () => {
    assert.equal(
      formatted(
        '( http.path=="/a"||\n!(net.src.ip  in10.0.0.0/8) )&&lower( http.host )^=r#"b  c"#&&net.dst.port==0x50',
      ),
      '(http.path == "/a" || !(net.src.ip in 10.0.0.0/8)) && lower(http.host) ^= r#"b  c"# && net.dst.port == 0x50'
        .replace(' && lower', '\n&& lower')
        .replace(' && net.dst', '\n&& net.dst'),
    );
    assert.equal(
      formatted('http.path=="/a"&&http.method=="GET"'),
      'http.path == "/a" && http.method == "GET"',
    );
  });

  test('that is long is one term a line, with the operators in front', () => {
    const terms = ['a', 'b', 'c'].map((name) => `http.path ^= "/a/long/path/of/${name}"`);
    assert.equal(
      formatted(`http.method == "GET" && (${terms.join('||')}) && !(${terms.join(' && ')})`),
      `http.method == "GET"
&& (
  ${terms[0]}
  || ${terms[1]}
  || ${terms[2]}
)
&& !(
  ${terms[0]}
  && ${terms[1]}
  && ${terms[2]}
)`,
    );
  });

  test('without parentheses shows what binds tighter', () => {
    const terms = ['a', 'b', 'c'].map((name) => `http.path ^= "/a/long/path/of/${name}"`);
    assert.equal(
      formatted(`http.method == "GET" && ${terms.join(' || ')}`),
      `http.method == "GET"
&& ${terms[0]}
   || ${terms[1]}
   || ${terms[2]}`,
    );
  });
});

test('every generated expression keeps its tree, and is laid out only once', () => {
  let count = 0;
  for (let index = 0; index < 10_000; index++) {
    const { text } = generate(20_261_124, index);
    const { tree, problems } = parse(text);
    if (!tree || problems.length > 0) continue;
    count++;
    const once = formatted(text);
    const again = parse(once);
    assert.deepEqual(again.problems, [], once);
    assert.deepEqual(withoutSpans(again.tree as Expression), withoutSpans(tree), once);
    assert.equal(formatted(once), once);
  }
  assert.ok(count > 5_000, `${count} expressions`);
});
