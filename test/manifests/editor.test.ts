import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { type Hover, MarkupContent } from 'vscode-languageserver';
import { manifestCompletion } from '../../server/lsp/completion/manifest-completion.js';
import { manifestHover } from '../../server/lsp/hover/manifest-hover.js';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import { codeLenses } from '../../server/lsp/requests/code-lens.js';
import { definition } from '../../server/lsp/requests/definition.js';
import { generatedPreview } from '../../server/lsp/requests/preview.js';
import { previewSource } from '../../server/lsp/requests/preview-source.js';
import { manifestCodes, severityOfCode, titleOfCode, urlOfCode } from '../../server/manifests/index.js';
import { applyEdits } from '../../server/text/index.js';
import type { Folder } from '../support/gateway-folder.js';
import { diagnosticsIn, snapshotIn } from '../support/gateway-workspace.js';
import { finish } from '../support/generators.js';
import { repositoryRoot } from '../support/vectors.js';
import { folder, ingress, route, services } from './folder.js';

const words = (hover: Hover | null): string => {
  assert.ok(hover && MarkupContent.is(hover.contents));
  return hover.contents.value;
};

/** A file of the workspace with the cursor at `<|>`. */
function open(path: string, marked: string, others: Folder = folder()) {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const snapshot = snapshotIn({ ...others, [path]: text }, path);
  return { snapshot, offset, position: snapshot.text.positionAt(offset) };
}

const hoverOn = (path: string, marked: string, flavor?: string): string => {
  const { snapshot, offset } = open(path, marked, folder(flavor));
  return words(manifestHover(snapshot, offset));
};

const completed = (path: string, marked: string, flavor?: string): string[] => {
  const { snapshot, position } = open(path, marked, folder(flavor));
  return manifestCompletion(snapshot, position)?.map(({ label }) => label) ?? [];
};

const reported = (files: Folder): string[] =>
  [...diagnosticsIn(files)].flatMap(([path, found]) =>
    found.map(({ code, range }) => `${path}:${range.start.line + 1} ${code}`),
  );

suite('Manifests in the editor: problems', () => {
  test('those of the flavor that the chart sets, for objects of several files', () => {
    assert.deepEqual(reported(folder('expressions')), [
      'app/ingress.yaml:7 kubernetes-annotation-without-effect',
      'app/ingress.yaml:8 kubernetes-annotation-value-ignored',
      'app/ingress.yaml:18 kubernetes-regex-prefix-literal',
    ]);
    assert.deepEqual(
      reported(folder('traditional')).filter((one) => !one.startsWith('helm/')),
      [
        'app/ingress.yaml:8 kubernetes-annotation-value-ignored',
        'app/ingress.yaml:18 kubernetes-regex-prefix-literal',
        'app/route.yaml:12 kubernetes-refused',
      ],
    );
  });

  test('a Service that goes is missed in the file that names it', () => {
    const { 'app/services.yaml': _, ...rest } = folder();
    const missing = reported(rest).filter((one) => one.includes('service-unknown'));
    assert.deepEqual(missing, [
      'app/ingress.yaml:17 kubernetes-service-unknown',
      'app/ingress.yaml:20 kubernetes-service-unknown',
      'app/route.yaml:13 kubernetes-service-unknown',
    ]);
  });

  test('nothing is reported about the objects of other controllers', () => {
    const nginx = ingress
      .replace('ingressClassName: kong', 'ingressClassName: nginx')
      .replace(/ {4}konghq.*\n/g, '');
    assert.deepEqual(reported({ 'a.yaml': nginx }), []);
    assert.deepEqual(
      reported({ ...folder(), 'app/ingress.yaml': nginx }).filter((one) => one.startsWith('app/ingress')),
      [],
    );
    const istio =
      route +
      '---\n' +
      folder()['gateway/gateway.yaml']?.replace(
        'konghq.com/kic-gateway-controller',
        'istio.io/gateway-controller',
      );
    assert.deepEqual(reported({ 'a.yaml': istio }), []);
  });

  test('the class of the operator’s Gateway names the configuration with the flavor', () => {
    const operator = (flavor: string) => `apiVersion: gateway-operator.konghq.com/v1beta1
kind: GatewayConfiguration
metadata: { name: conf, namespace: shop }
spec:
  dataPlaneOptions:
    deployment:
      podTemplateSpec:
        spec:
          containers:
            - name: proxy
              image: kong/kong-gateway:3.9
              env: [{ name: KONG_ROUTER_FLAVOR, value: ${flavor} }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: kong }
spec:
  controllerName: konghq.com/gateway-operator
  parametersRef: { group: gateway-operator.konghq.com, kind: GatewayConfiguration, name: conf, namespace: shop }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: kong, namespace: shop }
spec:
  gatewayClassName: kong
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
`;
    const files = (flavor: string): Folder => ({
      'app/route.yaml': route,
      'app/services.yaml': services,
      'platform/operator.yaml': operator(flavor),
    });
    assert.deepEqual(reported(files('expressions')), []);
    assert.deepEqual(reported(files('traditional_compatible')), ['app/route.yaml:12 kubernetes-refused']);
    const { snapshot, offset } = open(
      'app/route.yaml',
      route.replace('kind: ', 'kind: <|>'),
      files('expressions'),
    );
    assert.match(words(manifestHover(snapshot, offset)), /Kong Operator 2\.3\.0 .*\n\n\*\*expressions\*\*/);
  });
});

suite('Manifests in the editor: hover', () => {
  test('a path of an Ingress: its route in each flavor, the one of the Gateway first', () => {
    const found = hoverOn('app/ingress.yaml', ingress.replace('/orders\n', '/ord<|>ers\n'));
    assert.match(
      found,
      /^`Ingress shop\/orders`, rule 1, path 1 · Kong Ingress Controller 3\.5\.13 · Gateway 3\.9/,
    );
    assert.match(
      found,
      /\*\*expressions\*\* \(\[values\.yaml:4\]\(.*\), release kong, which the controller configures\): 1 route/,
    );
    assert.ok(
      found.includes(
        '(http.host == "a.example.com") && ((http.path == "/orders") || (http.path ^= "/orders/"))',
      ),
    );
    assert.ok(found.includes('Priority 57178899677192: of an Ingress'));
    assert.ok(found.includes('paths: ["/orders/","~/orders$"]'));
    assert.ok(found.indexOf('**expressions**') < found.indexOf('**traditional**'));
    const other = hoverOn('app/ingress.yaml', ingress.replace('/orders\n', '/ord<|>ers\n'), 'traditional');
    assert.ok(other.indexOf('**traditional**') < other.indexOf('**expressions**'));
  });

  test('the name of an object: all of its routes', () => {
    const found = hoverOn('app/ingress.yaml', ingress.replace('name: orders', 'name: <|>orders'));
    assert.ok(
      found.includes('shop.orders.orders.a.example.com.80') &&
        found.includes('shop.orders.items.a.example.com.80'),
    );
  });

  test('a match that one flavor cannot have', () => {
    const found = hoverOn('app/route.yaml', route.replace('name: q', 'name: <|>q'));
    assert.match(
      found,
      /\*\*traditional\*\*, \*\*traditional_compatible\*\*: rejected by the controller\n\n```text\nHTTPRoute can't be routed: query param matches are not yet supported/,
    );
    assert.ok(found.includes('http.queries.q == "x"'));
  });

  test('a value that Kong rejects: with what Kong says', () => {
    const caret = route.replace(/ +queryParams.*\n/, '').replace('^/a', '<|>^/a');
    assert.match(hoverOn('app/route.yaml', caret), /\*\*Kong rejects it\*\*: paths: should start with: \//);
  });

  test('an annotation: what it is for, and where it has an effect', () => {
    const found = hoverOn('app/ingress.yaml', ingress.replace('regex-priority', 'regex<|>-priority'));
    assert.match(
      found,
      /effect in `traditional` and `traditional_compatible`, and \*\*none under `expressions`\*\*/,
    );
  });

  test('nothing on labels, on comments, and in other files', () => {
    for (const [path, text] of [
      ['app/ingress.yaml', `# <|>${ingress}`],
      ['app/services.yaml', services.replace('port: 80', '<|>port: 80')],
    ] as const) {
      const { snapshot, offset } = open(path, text);
      assert.equal(manifestHover(snapshot, offset), null);
    }
  });
});

suite('Manifests in the editor: generated document', () => {
  test('a lens above each object, with the flavor of the Gateway', () => {
    const { snapshot } = open('app/ingress.yaml', ingress);
    const lenses = finish(codeLenses(snapshot));
    assert.deepEqual(
      lenses.map(({ command, range }) => [range.start.line, command?.title, command?.arguments?.[1]]),
      [[0, '2 routes in expressions · show', 'expressions']],
    );
    const { snapshot: other } = open('app/route.yaml', route, folder('traditional'));
    assert.equal(finish(codeLenses(other))[0]?.command?.title, 'No routes in traditional · show');
  });

  test('has the routes of the file with their services, and leads back to the object', () => {
    const { snapshot } = open('app/ingress.yaml', ingress);
    const text = generatedPreview(snapshot, 'expressions')?.text ?? '';
    assert.equal(text.match(/expression: /g)?.length, 2);
    assert.ok(!text.includes('httproute.'));
    const line = text.split('\n').findIndex((one) => one.includes('expression: '));
    const found = previewSource(snapshot, { flavor: 'expressions', position: { line, character: 12 } });
    assert.equal(found?.uri, snapshot.text.uri);
    assert.equal(snapshot.text.getText(found?.range), 'orders');
    assert.equal(
      previewSource(snapshot, { flavor: 'expressions', position: { line: 0, character: 0 } }),
      null,
    );
    assert.match(generatedPreview(snapshot, 'traditional', 'traditional')?.text ?? '', /- ~\/orders\$/);
  });
});

suite('Manifests in the editor: definition', () => {
  test('of a Service, of a Gateway, of a class', () => {
    const at = (path: string, marked: string) => {
      const { snapshot, position } = open(path, marked);
      return definition(snapshot, position).map(
        ({ uri, range }) => `${uri.split('/').slice(-2).join('/')}:${range.start.line + 1}`,
      );
    };
    assert.deepEqual(at('app/ingress.yaml', ingress.replace('name: items', 'name: it<|>ems')), [
      'app/services.yaml:8',
    ]);
    assert.deepEqual(at('app/route.yaml', route.replace('name: kong', 'name: ko<|>ng')), [
      'gateway/gateway.yaml:8',
    ]);
    assert.deepEqual(
      at(
        'gateway/gateway.yaml',
        (folder()['gateway/gateway.yaml'] ?? '').replace('ClassName: kong', 'ClassName: ko<|>ng'),
      ),
      ['gateway/gateway.yaml:3'],
    );
    assert.deepEqual(at('app/ingress.yaml', ingress.replace('host: a', 'host: <|>a')), []);
  });
});

suite('Manifests in the editor: completion', () => {
  const annotated = (line: string) => ingress.replace('    konghq.com/strip-path: "yes"\n', `    ${line}\n`);

  test('annotations of the kind: those with an effect first, none that is there already', () => {
    const found = completed('app/ingress.yaml', annotated('kon<|>'));
    assert.ok(found.includes('konghq.com/methods') && found.includes('konghq.com/headers.'));
    assert.ok(!found.includes('konghq.com/regex-priority'), 'it is there');
    assert.ok(!found.includes('konghq.com/read-timeout'), 'it is for Services');
    assert.ok(found.indexOf('konghq.com/path-handling') > found.indexOf('konghq.com/methods'));
    const traditional = completed('app/ingress.yaml', annotated('kon<|>'), 'traditional');
    assert.ok(traditional.indexOf('konghq.com/path-handling') < traditional.indexOf('konghq.com/tags'));
  });

  test('values of annotations and of fields', () => {
    assert.deepEqual(completed('app/ingress.yaml', annotated('konghq.com/strip-path: <|>')), [
      '"true"',
      '"false"',
    ]);
    assert.deepEqual(completed('app/ingress.yaml', ingress.replace('pathType: Prefix', 'pathType: <|>')), [
      'Exact',
      'Prefix',
      'ImplementationSpecific',
    ]);
    assert.deepEqual(completed('app/ingress.yaml', ingress.replace('ClassName: kong', 'ClassName: <|>')), [
      'kong',
    ]);
  });

  test('fields of the mapping that is being written', () => {
    const written = ingress.replace('            pathType: Prefix\n', '            p<|>\n');
    assert.deepEqual(completed('app/ingress.yaml', written), ['pathType']);
    const item = route.replace('    - matches:', '    - <|>\n    - matches:');
    assert.deepEqual(completed('app/route.yaml', item), [
      'name',
      'matches',
      'filters',
      'backendRefs',
      'timeouts',
    ]);
    assert.deepEqual(completed('app/route.yaml', route.replace('  rules:', '  <|>\n  rules:')), []);
  });

  test('none in comments, in braces, and in other files', () => {
    assert.deepEqual(completed('app/ingress.yaml', annotated('# kon<|>')), []);
    assert.deepEqual(completed('app/route.yaml', route.replace('{ name: kong', '{ <|>name: kong')), []);
    assert.deepEqual(completed('other.yaml', 'a:\n  konghq<|>\n'), []);
  });
});

suite('Manifests in the editor: quick fixes', () => {
  function fixed(path: string, text: string, flavor?: string): string[] {
    const { snapshot } = open(path, text, folder(flavor));
    const { text: document } = snapshot;
    const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
    const actions = codeActions(snapshot, {
      textDocument: { uri: document.uri },
      range,
      context: { diagnostics: [] },
    });
    return actions.flatMap(({ title, edit }) => {
      const edits = edit?.changes?.[document.uri] ?? [];
      const done = applyEdits(
        text,
        edits.map((one) => ({
          span: { start: document.offsetAt(one.range.start), end: document.offsetAt(one.range.end) },
          newText: one.newText,
        })),
      );
      const line = done.split('\n').find((one) => !text.split('\n').includes(one));
      return [`${title}: ${line?.trim() ?? '(gone)'}`];
    });
  }

  test('a value, and the type of a path', () => {
    assert.deepEqual(fixed('app/ingress.yaml', ingress), [
      'Replace with true: konghq.com/strip-path: "true"',
      'Use pathType ImplementationSpecific: pathType: ImplementationSpecific',
    ]);
  });

  test('an annotation that is called otherwise, and one that is for other kinds', () => {
    const text = ingress
      .replace('regex-priority: "7"', 'headers/x-a: b')
      .replace('strip-path: "yes"', 'read-timeout: "1"');
    assert.deepEqual(fixed('app/ingress.yaml', text).slice(0, 2), [
      'Replace with konghq.com/headers.x-a: konghq.com/headers.x-a: b',
      'Remove konghq.com/read-timeout: (gone)',
    ]);
  });

  test('a caret, which Kong rejects in the traditional flavors', () => {
    const text = route.replace(/ +queryParams.*\n/, '');
    assert.deepEqual(fixed('app/route.yaml', text, 'traditional'), [
      'Remove the ^: Kong anchors regex paths: - path: { type: RegularExpression, value: /a }',
    ]);
    assert.deepEqual(fixed('app/route.yaml', text, 'expressions'), []);
  });

  test('what the API server rejects', () => {
    const text = ingress
      .replace('pathType: Prefix', 'pathType: prefix')
      .replace('path: /orders', 'path: orders')
      .replace('host: a.example.com', 'host: A.example.com')
      .replace(/ {4}konghq.*\n/g, '');
    assert.deepEqual(fixed('app/ingress.yaml', text).slice(0, 3), [
      'Replace with a.example.com: - host: a.example.com',
      'Replace with Prefix: pathType: Prefix',
      'Use pathType ImplementationSpecific: pathType: ImplementationSpecific',
    ]);
  });
});

suite('docs/kubernetes.md', () => {
  test('has a section for every code, with its title and severity', () => {
    const page = readFileSync(new URL('docs/kubernetes.md', repositoryRoot), 'utf8');
    for (const code of manifestCodes) {
      const severity = severityOfCode(code);
      const named = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
      assert.ok(page.includes(`\n### ${code}\n\n${titleOfCode(code)}. _${named}._\n`), code);
      assert.equal(urlOfCode(code).split('#')[1], code);
    }
    assert.equal(page.match(/^### kubernetes-/gm)?.length, manifestCodes.length);
  });
});
