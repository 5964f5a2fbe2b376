/** What `check --fix` makes of a document. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { parseGatewayVersion, readExpression } from '../../grammar/index.js';
import { DocumentAnalysis } from '../../server/analysis/document-analysis.js';
import { type FixedDocument, fixAll } from '../../server/checks/fix-all.js';
import type { PlacedProblem } from '../../server/checks/placed-problem.js';
import { problemsOf } from '../../server/checks/route-problems.js';
import { dataOfRoute, type RouteDocument, readDocument } from '../../server/documents/index.js';
import type { Gateway, RouterFlavor } from '../../server/routes/gateway.js';
import { generate } from '../fuzz/generator.js';
import { Random } from '../fuzz/random.js';
import { withoutAnnotations } from '../support/annotated-text.js';
import { Engine } from '../support/engine.js';
import { fixturePath } from '../support/golden.js';
import { seenByTheEngine } from '../support/kong.js';
import { requestsFor } from '../support/request-generator.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

const newest: Gateway = { flavor: 'expressions', version: [3, 9] };

const yaml = (...expressions: readonly string[]) =>
  `_format_version: "3.0"\nroutes:\n${expressions.map((one, i) => `  - name: r${i}\n    expression: ${one}\n`).join('')}`;

const fix = (document: RouteDocument, gateway = newest): FixedDocument =>
  fixAll(new DocumentAnalysis(document, gateway));

const fixText = (text: string) => fix(readDocument(text, 'yaml'));

/** What was done or left alone, with the text from its place on. */
const summaryOf = ({ document, done, leftAlone }: FixedDocument) => [
  ...done.map(({ title, code, offset }) => [title, code, document.text.slice(offset).split('\n')[0]]),
  ...leftAlone.map(({ reason, code, offset }) => [reason, code, document.text.slice(offset).split('\n')[0]]),
];

suite('what is fixed', () => {
  test('one problem after the other, until none is left', () => {
    const fixed = fixText(yaml(`(http.path = '/a' and (net.port is 80`));
    assert.equal(fixed.document.text, yaml('(http.path == "/a" && (net.dst.port == 80))'));
    assert.equal(fixed.done.length, 7, JSON.stringify(summaryOf(fixed)));
    assert.deepEqual(fixed.leftAlone, []);
    assert.deepEqual(problemsOf(new DocumentAnalysis(fixed.document, newest), fixed.document.routes[0]!), []);
  });

  test('advice that keeps what the route matches, and no other', () => {
    const { document, done } = fixText(
      yaml(
        'http.path ~ "^/a$"',
        'http.headers.x != "a"',
        'http.headers.x == "a"',
        'http.path == "/a" || http.path == "/a"',
      ),
    );
    assert.equal(
      document.text,
      yaml('http.path == "/a"', 'http.headers.x != "a"', 'http.headers.x == "a"', 'http.path == "/a"'),
    );
    assert.equal(done.length, 2);
  });

  test('no advice that a comment silences', () => {
    const text = yaml('http.path ~ "^/a$" # kong-routes-ignore');
    const { document, done } = fixText(text);
    assert.equal(document.text, text);
    assert.deepEqual(done, []);
  });

  test('places are those of the text as it is now, also where later fixes moved them', () => {
    const fixed = fixText(
      yaml("\"http.path\n      = '/a' and\n      http.method is 'GET'\"", 'http.host = "a"'),
    );
    assert.deepEqual(summaryOf(fixed), [
      ['Write `==`', 'expression-unknown-operator', '== \\"/a\\" &&'],
      ['Write `"/a"`', 'expression-syntax', '\\"/a\\" &&'],
      ['Write `&&`', 'expression-syntax', '&&'],
      ['Write `==`', 'expression-unknown-operator', '== \\"GET\\""'],
      ['Write `"GET"`', 'expression-syntax', '\\"GET\\""'],
      ['Write `==`', 'expression-unknown-operator', '== "a"'],
    ]);
  });

  test('a value that routes share, once each has its own', () => {
    const head = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: &e http.path';
    const fixed = fixText(`${head} = "/a"\n  - name: b\n    expression: *e\n`);
    assert.equal(fixed.document.text, `${head} == "/a"\n  - name: b\n    expression: 'http.path == "/a"'\n`);
    assert.deepEqual(summaryOf(fixed), [
      ['Write `==`', 'expression-unknown-operator', `'http.path == "/a"'`],
      ['Write `==`', 'expression-unknown-operator', '== "/a"'],
    ]);
  });
});

suite('what is left alone', () => {
  test('a refused expression that would have && and || side by side: nobody knows what was meant', () => {
    const text = yaml('http.method = "GET" && http.path == "/a" || http.path == "/b"', 'http.host = "a"');
    const fixed = fixText(text);
    assert.equal(fixed.document.text, text.replace('http.host =', 'http.host =='));
    assert.deepEqual(fixed.leftAlone, [
      {
        code: 'expression-unknown-operator',
        reason: { code: 'fix-mixes-operators', args: {} },
        offset: text.indexOf('= "GET"'),
      },
    ]);
    assert.deepEqual(fix(fixed.document).document, fixed.document, 'another run does nothing');
  });

  test('an accepted expression gets the parentheses that Kong implies', () => {
    const { document } = fixText(yaml('http.method == "GET" && http.path == "/a" || http.path == "/b"'));
    assert.equal(document.text, yaml('http.method == "GET" && (http.path == "/a" || http.path == "/b")'));
  });

  test('what cannot be edited, with the reason', () => {
    const text =
      '_format_version: "3.0"\nx: &r\n  name: a\n  expression: http.path = "/a"\nroutes:\n  - *r\n';
    const { document, done, leftAlone } = fixText(text);
    assert.equal(document.text, text);
    assert.deepEqual(done, []);
    assert.deepEqual(leftAlone, [
      {
        code: 'expression-unknown-operator',
        reason: { code: 'route-aliased', args: {} },
        offset: text.indexOf('*r'),
      },
    ]);
  });

  test('a route whose fixes come to no end stays as it was, and the others are fixed', () => {
    const document = readDocument(yaml('http.path == "/a"', 'http.path = "/b"'), 'yaml');
    const endless = (at: number, newText: string): PlacedProblem => ({
      code: 'expression-syntax',
      severity: 'error',
      message: '',
      span: { start: 0, end: 1 },
      related: [],
      fix: {
        title: 'Insert',
        changes: false,
        expression: [{ span: { start: at, end: at }, newText }],
      },
    });
    for (const newText of [')', '']) {
      const fixed = fixAll(new DocumentAnalysis(document, newest), (analysis, route) =>
        analysis.document.routes.indexOf(route) === 0 ? [endless(0, newText)] : problemsOf(analysis, route),
      );
      assert.equal(fixed.document.text, yaml('http.path == "/a"', 'http.path == "/b"'));
      assert.equal(fixed.done.length, 1);
      assert.deepEqual(
        fixed.leftAlone.map(({ reason }) => reason),
        [{ code: 'fixes-do-not-terminate', args: {} }],
      );
    }
  });
});

suite('what Kong accepted before, it accepts for the same requests after', () => {
  test('in every fixture of a problem', async () => {
    const engine = await Engine.start();
    const count = { fixed: 0, compared: 0 };
    for (const name of readdirSync(fixturePath('problems'))) {
      for (const section of readFileSync(fixturePath(`problems/${name}`), 'utf8')
        .split(/^=== /m)
        .slice(1)) {
        const [header = '', ...lines] = section.split('\n');
        const [flavor, version] = header.split(/[ ,]+/);
        const set = flavor === 'auto' ? 'traditional_compatible' : (flavor as RouterFlavor);
        const gateway = { flavor: set, version: parseGatewayVersion(version!)! };
        const format = header.endsWith(' json') ? 'json' : 'yaml';
        const before = readDocument(withoutAnnotations(lines.join('\n')), format);
        compare(engine, before, gateway, count);
      }
    }
    assert.ok(count.fixed > 50 && count.compared > 5, JSON.stringify(count));
  });

  test(`in generated expressions, seed ${seed}`, async () => {
    const engine = await Engine.start();
    const count = { fixed: 0, compared: 0 };
    for (let index = 0; index < 4_000; index++) {
      const { text, subsystem } = generate(seed, index);
      const protocols = subsystem === 'http' ? ['http'] : ['tcp'];
      const route = { protocols, expression: text, name: 'a', strip_path: false };
      compare(engine, readDocument(JSON.stringify(route), 'json'), newest, count);
    }
    assert.ok(count.fixed > 500 && count.compared > 100, JSON.stringify(count));
  });

  /** The real engine is the newest one; in older versions the same text is another tree. */
  function compare(
    engine: Engine,
    before: RouteDocument,
    gateway: Gateway,
    count: { fixed: number; compared: number },
  ): void {
    const { document: after, done } = fix(before, gateway);
    count.fixed += done.length;
    assert.deepEqual(fix(after, gateway).done, [], 'another run does nothing');
    for (const [i, route] of before.routes.entries()) {
      const wasRefused = problemsOf(new DocumentAnalysis(before, gateway), route).some(
        ({ severity }) => severity === 'error',
      );
      const [old, now] = [route, after.routes[i]!].map(({ body }) => dataOfRoute(body));
      const { expression: oldText, ...rest } = old!;
      const { expression: newText, ...restNow } = now!;
      // What Kong refused has matched nothing.
      if (!wasRefused) assert.deepEqual(restNow, rest);
      if (wasRefused || oldText === newText || gateway.version[0] !== 3 || gateway.version[1]! < 6) continue;
      const subsystem = /tcp|udp|tls/.test(String(rest.protocols)) ? 'stream' : 'http';
      const [seenBefore, seenAfter] = [oldText, newText].map((text) => seenByTheEngine(String(text)));
      const trees = [seenBefore!, seenAfter!].map(
        (text) => readExpression(text, { subsystem, gatewayVersion: [3, 9] }).tree!,
      );
      const requests = requestsFor(trees, subsystem, new Random(seed), 60);
      assert.deepEqual(
        engine.matches(seenAfter!, subsystem, requests),
        engine.matches(seenBefore!, subsystem, requests),
        `${oldText}\n${newText}`,
      );
      count.compared++;
    }
  }
});
