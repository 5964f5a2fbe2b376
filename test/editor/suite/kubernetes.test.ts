import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeActionsAt, expectProblems, hoverAt, inWorkspace, open, positionOf, until } from './support.js';

const file = 'k8s/shop.yaml';
const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    konghq.com/header.x-channel: beta
spec:
  ingressClassName: kong
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /orders/(\\d+)
            pathType: ImplementationSpecific
            backend:
              service: { name: orders, port: { number: 80 } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: search
spec:
  parentRefs:
    - name: kong
  rules:
    - matches:
        - path: { type: PathPrefix, value: /search }
          queryParams:
            - { name: q, value: kong }
      backendRefs:
        - { name: orders, port: 80 }
---
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  ports: [{ port: 80 }]
`;
const problems = [
  '6 kubernetes-annotation-unknown konghq.com/header.x-channel',
  '13 kubernetes-path-notation /orders/(\\d+)',
  '24 kubernetes-gateway-unknown kong',
  '28 kubernetes-refused queryParams',
];

suite('Kubernetes', () => {
  suiteSetup(() => vscode.workspace.fs.writeFile(inWorkspace(file), new TextEncoder().encode(text)));
  suiteTeardown(() => vscode.workspace.fs.delete(inWorkspace('k8s'), { recursive: true }));
  teardown(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  test('problems at the values that cause them, and a hover with the routes of each flavor', async () => {
    const document = await open(file);
    await expectProblems(document, problems);
    const ingress = await hoverAt(document, '/orders/(');
    for (const part of [
      'default.shop.orders.shop.example.com.80',
      'traditional_compatible',
      'http.path ^=',
    ]) {
      assert.ok(ingress.includes(part), `${part} is in:\n${ingress}`);
    }
    const route = await hoverAt(document, '/search');
    assert.match(route, /HTTPRoute default\/search/);
    assert.match(route, /query param matches are not yet supported/);
  });

  test('fixes: the annotation that was meant, and the path as a regex', async () => {
    const document = await open(file);
    await expectProblems(document, problems);
    for (const [at, wanted] of [
      ['konghq.com/header.x', /headers\.x-channel/],
      ['/orders/(', /\/~\/orders/],
    ] as const) {
      const actions = await codeActionsAt(document, at);
      const fix = actions.find(({ title, edit }) => wanted.test(title) && edit);
      assert.ok(fix?.edit, actions.map(({ title }) => title).join('\n'));
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
    }
    assert.match(document.getText(), /konghq\.com\/headers\.x-channel: beta/);
    assert.match(document.getText(), /path: ["']?\/~\/orders\/\(\\+d\+\)/);
    await expectProblems(document, problems.slice(2));
  });

  test('completion of annotations, and of their values', async () => {
    const document = await open(file);
    const insert = async (at: vscode.Position, added: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, at, added);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    const complete = async (position: vscode.Position) => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const line = positionOf(document, 'spec:\n  ingressClassName');
    await insert(line, '    konghq.com/\n');
    const at = line.translate(0, '    konghq.com/'.length);
    const names = await complete(at);
    assert.ok(names.includes('konghq.com/strip-path'), names.slice(0, 10).join());
    await insert(at, 'strip-path: ');
    const values = await complete(at.translate(0, 'strip-path: '.length));
    assert.ok(
      values.some((value) => value.includes('true')),
      values.slice(0, 10).join(),
    );
  });

  test('the generated document of a flavor follows the objects, and leads back to them', async () => {
    const document = await open(file);
    await expectProblems(document, problems);
    const { uri } = document;
    await vscode.commands.executeCommand('kongRoutes.previewInFlavor', uri.toString(), 'expressions');
    const input = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const shown = (): vscode.Uri | undefined => {
      const tab = input();
      if (tab instanceof vscode.TabInputTextDiff) return tab.modified;
      return tab instanceof vscode.TabInputText && tab.uri.scheme !== 'file' ? tab.uri : undefined;
    };
    await until('the generated document is there', () => shown() !== undefined);
    const generated = await vscode.workspace.openTextDocument(shown()!);
    await until('it has the route', () => generated.getText().includes('default.shop.orders'));
    assert.match(generated.getText(), /http\.path \^= "\/orders/);

    const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      generated.uri,
      positionOf(generated, 'default.shop.orders.shop.example.com.80'),
    );
    const [place] = places.map((one) => ('targetUri' in one ? one.targetUri : one.uri));
    assert.equal(place?.toString(), uri.toString());

    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      uri,
      new vscode.Range(positionOf(document, 'shop.example'), positionOf(document, '.example')),
      'new',
    );
    await vscode.workspace.applyEdit(edit);
    await until('it follows', () => generated.getText().includes('new.example.com'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
