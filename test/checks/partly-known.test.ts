/** Values with parts that are filled in later: what is wrong with them in any case is reported, and nothing else. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { problemsOf } from '../../server/checks/index.js';
import { readDocument } from '../../server/documents/index.js';

/** The codes at one value of a route, as YAML with `${X}` and as Terraform with `${var.x}`. */
function codesFor(field: string, value: string): readonly string[][] {
  const items = field === 'name' ? JSON.stringify(value) : `[${JSON.stringify(value)}]`;
  const paths = field === 'paths' ? '' : ', paths: [/known]';
  const yaml = `_format_version: "3.0"\nroutes:\n- { ${field}: ${items}${paths} }\n`;
  const hcl = `resource "konnect_gateway_route" "a" {\n  ${field} = ${items.replaceAll('X}', 'var.x}')}\n${field === 'paths' ? '' : '  paths = ["/known"]\n'}}\n`;
  return [
    [yaml, 'yaml'],
    [hcl, 'hcl'],
  ].map(([text, format]) => {
    const document = readDocument(text!, format as 'yaml' | 'hcl');
    const analysis = new DocumentAnalysis(document, {
      flavor: 'traditional_compatible',
      version: [3, 9],
    });
    return document.routes.flatMap((route) => problemsOf(analysis, route).map(({ code }) => code));
  });
}

suite('Values with parts that are filled in later', () => {
  const wrong: readonly (readonly [field: string, value: string, code: string])[] = [
    ['paths', '/r//${X}', 'path-form'],
    ['paths', 'r/${X}', 'path-form'],
    ['paths', '/r/${X}/{id}', 'path-notation'],
    ['paths', '/r/${X}?a=1', 'path-notation'],
    ['paths', '~/r/${X}/(?=a)', 'generated-expression'],
    ['paths', '~/r/${X}/[', 'path-regex'],
    ['hosts', '*.${X}.*', 'host-form'],
    ['methods', 'get${X}', 'method-form'],
    ['name', 'a b${X}', 'name-form'],
    ['tags', 'a,${X}', 'tag-form'],
  ];
  for (const [field, value, code] of wrong) {
    test(`${field}: ${value} is wrong whatever it becomes`, () => {
      assert.deepEqual(codesFor(field, value), [[code], [code]]);
    });
  }

  const open = [
    ['paths', '${X}/r'],
    ['paths', '/r/${X}'],
    ['paths', '${X}'],
    ['paths', '~/r/(${X}'],
    ['paths', '~/r/[${X}'],
    ['hosts', '${X}.*'],
    ['hosts', 'A.${X}'],
    ['methods', 'GET${X}'],
    ['name', '${X}-a'],
  ] as const;
  for (const [field, value] of open) {
    test(`${field}: ${value} may be right`, () => assert.deepEqual(codesFor(field, value), [[], []]));
  }

  test('an expression is judged around what is inside its constants', () => {
    const codesOf = (expression: string) => {
      const text = `_format_version: "3.0"\nroutes:\n- expression: '${expression}'\n`;
      const document = readDocument(text, 'yaml');
      const analysis = new DocumentAnalysis(document, { flavor: 'expressions', version: [3, 9] });
      return problemsOf(analysis, document.routes[0]!).map(({ code }) => code);
    };
    assert.deepEqual(codesOf('http.path ^= "/{{ x }}" && http.method = "GET"'), [
      'expression-unknown-operator',
    ]);
    assert.deepEqual(codesOf('http.host == "A${X}" && http.port == 1'), ['expression-unknown-field']);
    // Both parts may be anything.
    assert.deepEqual(codesOf('http.host == "A${X}" && http.path ~ "^/${X}("'), []);
    assert.deepEqual(codesOf('http.path == {{ x }} && http.method = "GET"'), []);
  });

  test('the message has the part as it is written', () => {
    const text = '_format_version: "3.0"\nroutes:\n- { paths: ["/r/{{ .x }}/{id}"] }\n';
    const document = readDocument(text, 'yaml');
    const analysis = new DocumentAnalysis(document, { flavor: 'traditional_compatible', version: [3, 9] });
    const [problem] = problemsOf(analysis, document.routes[0]!);
    assert.match(problem!.message, /`~\/r\/\{\{ \.x \}\}\/\(\?<id>\[\^\/\]\+\)\$`/);
    const { start } = document.routes[0]!;
    assert.equal(text.slice(start + problem!.span.start, start + problem!.span.end), '"/r/{{ .x }}/{id}"');
  });
});
