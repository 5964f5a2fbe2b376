import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { effectiveData, readDocument, replaceEntries, sourceSpan } from '../../server/documents/index.js';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import { codeLenses } from '../../server/lsp/requests/code-lens.js';
import { inlayHints } from '../../server/lsp/requests/inlay-hint.js';
import { finish } from '../support/generators.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

const read = (text: string) => readDocument(text, 'expression');

suite('a file that is one expression', () => {
  test('is a route with nothing else, every character at its place', () => {
    const document = read('http.path == "/ä🦍"\r\n  && http.method == "GET"\r\n');
    const [route, ...others] = document.routes;
    assert.deepEqual(others, []);
    assert.deepEqual(document.syntaxProblems, []);
    const value = route!.body.entries[0]!.value;
    assert.ok(value.kind === 'scalar' && value.value === document.text);
    assert.deepEqual(sourceSpan(document, route!, value, { start: 13, end: 18 }), { start: 13, end: 18 });
  });

  test('after a byte order mark, the expression starts', () => {
    const { routes } = read('\ufeffhttp.path == "/a"');
    assert.equal(routes[0]!.start, 1);
    assert.deepEqual(diagnosticsOf(snapshotOf('\ufeffhttp.path == "/a"', {}, 'kong-expression')), []);
  });

  test('without anything in it is no mistake yet', () => {
    for (const text of ['', '\ufeff', ' \r\n\t']) assert.deepEqual(read(text).routes, []);
  });

  for (const [expression, protocols] of [
    ['http.path == "/a"', ['http', 'https']],
    ['net.src.port == 80', ['http', 'https']],
    ['net.protocol == "https"', ['http', 'https']],
    ['net.protocol == r#"tls"# && tls.sni == "a"', ['tls']],
    ['net.protocol != "udp" || net.protocol == "tcp"', ['udp', 'tcp']],
    ['net.protocol == "tcp" && http.path == "/a"', ['http', 'https']],
  ] as const) {
    test(`${expression} is for ${protocols.join(' and ')}`, () => {
      const document = read(expression);
      assert.deepEqual(effectiveData(document, document.routes[0]!), { protocols, expression });
    });
  }

  test('has the flavor that has expressions, and problems and fixes of its own', () => {
    const snapshot = snapshotOf('http.path = "/a"', { routerFlavor: 'traditional' }, 'kong-expression');
    assert.equal(snapshot.gateway.flavor, 'expressions');
    const diagnostics = diagnosticsOf(snapshot);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['expression-unknown-operator'],
    );
    const range = { start: { line: 0, character: 11 }, end: { line: 0, character: 11 } };
    const actions = codeActions(snapshot, { textDocument: snapshot.text, range, context: { diagnostics } });
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Write `==`'],
    );
  });

  test('has nothing of what a route has', () => {
    const snapshot = snapshotOf('http.path =^ ".json"', {}, 'kong-expression');
    const { document } = snapshot;
    const all = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    assert.deepEqual(diagnosticsOf(snapshot), [], 'nobody knows whether the path is stripped');
    assert.deepEqual(finish(codeLenses(snapshot)), []);
    assert.deepEqual(finish(inlayHints(snapshot, all)), []);
    assert.deepEqual(replaceEntries(document, document.routes[0]!, new Set(), [['priority', 1]]), {
      refused: { code: 'expression-file', args: {} },
    });
  });
});
