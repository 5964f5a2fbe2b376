import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import { type Folder, folderAddress } from '../support/gateway-folder.js';
import { snapshotIn } from '../support/gateway-workspace.js';
import { diagnosticsOf } from '../support/snapshot.js';

/** The actions at `text` in a file. */
function actionsAt(folder: Folder, path: string, text: string): CodeAction[] {
  const snapshot = snapshotIn(folder, path);
  const offset = folder[path]!.indexOf(text);
  assert.notEqual(offset, -1);
  const position = snapshot.text.positionAt(offset);
  return codeActions(snapshot, {
    textDocument: { uri: snapshot.text.uri },
    range: { start: position, end: position },
    context: { diagnostics: diagnosticsOf(snapshot) },
  });
}

/** The files that an action changes, as they are afterwards. */
const applied = (folder: Folder, { edit }: CodeAction): Folder =>
  Object.fromEntries(
    Object.entries(edit?.changes ?? {}).map(([uri, edits]) => {
      const path = uri.slice(folderAddress.length);
      return [path, TextDocument.applyEdits(TextDocument.create(uri, '', 0, folder[path]!), edits)];
    }),
  );

const titles = (actions: readonly CodeAction[]) =>
  actions.map(({ title, isPreferred }) => `${title}${isPreferred ? ' (preferred)' : ''}`);

suite('a router flavor that Kong does not have', () => {
  const compose = (value: string): Folder => ({
    'compose.yaml': `services:\n  kong:\n    image: kong:3.9.1\n    environment:\n      - KONG_ROUTER_FLAVOR=${value} # here\n`,
  });

  test('what was meant comes first, and is written over it', () => {
    const folder = compose('traditional_compat');
    const actions = actionsAt(folder, 'compose.yaml', '_compat');
    assert.deepEqual(titles(actions), [
      'Write `traditional_compatible` (preferred)',
      'Write `traditional`',
      'Write `expressions`',
    ]);
    assert.deepEqual(
      actions.map(({ diagnostics }) => diagnostics?.map(({ code }) => code)),
      [['flavor-unknown'], ['flavor-unknown'], ['flavor-unknown']],
    );
    assert.deepEqual(applied(folder, actions[0]!), compose('traditional_compatible'));
  });

  test('nothing is preferred where nothing is near', () => {
    const actions = actionsAt(compose('on'), 'compose.yaml', 'on # here');
    assert.deepEqual(titles(actions), [
      'Write `traditional`',
      'Write `traditional_compatible`',
      'Write `expressions`',
    ]);
  });

  test('without its quotes in kong.conf', () => {
    const folder: Folder = { 'kong.conf': 'router_flavor = "expressions"\n' };
    const [action] = actionsAt(folder, 'kong.conf', 'expressions');
    assert.deepEqual(applied(folder, action!), { 'kong.conf': 'router_flavor = expressions\n' });
  });

  test('where nothing is written', () => {
    const deployment = (value: string) =>
      `kind: Deployment\napiVersion: apps/v1\nmetadata: { name: kong }\nspec:\n  template:\n    spec:\n      containers:\n        - name: proxy\n          image: kong:3.9.1\n          env:\n            - name: KONG_ROUTER_FLAVOR\n              value:${value}\n`;
    const folder: Folder = { 'deployment.yaml': deployment('') };
    const snapshot = snapshotIn(folder, 'deployment.yaml');
    const end = snapshot.text.positionAt(folder['deployment.yaml']!.length - 1);
    const actions = codeActions(snapshot, {
      textDocument: { uri: snapshot.text.uri },
      range: { start: end, end },
      context: { diagnostics: [] },
    });
    assert.equal(actions.length, 3);
    assert.deepEqual(applied(folder, actions[2]!), { 'deployment.yaml': deployment(' expressions') });
  });
});

test('the old router: the one that accepts the same fields', () => {
  const folder: Folder = { 'kong.conf': 'router_flavor = traditional\n' };
  const actions = actionsAt(folder, 'kong.conf', 'traditional');
  assert.deepEqual(titles(actions), ['Write `traditional_compatible`']);
  assert.deepEqual(applied(folder, actions[0]!), {
    'kong.conf': 'router_flavor = traditional_compatible\n',
  });
});

test('a key that the chart does not read: moved', () => {
  const chart =
    'apiVersion: v2\nname: edge\nversion: 1.0.0\ndependencies:\n- { name: kong, repository: https://charts.konghq.com, version: 2.48.0 }\n';
  const folder: Folder = {
    'Chart.yaml': chart,
    'values.yaml': 'kong:\n  gateway:\n    env:\n      router_flavor: expressions # now\n',
  };
  const actions = actionsAt(folder, 'values.yaml', 'router_flavor');
  assert.deepEqual(titles(actions), [
    'Move the value to `kong.env.router_flavor`, which the chart reads (preferred)',
  ]);
  assert.deepEqual(applied(folder, actions[0]!), {
    'values.yaml': 'kong:\n  env:\n    router_flavor: expressions # now\n',
  });
});

suite('gateways that disagree', () => {
  const service = (name: string, flavor: string) =>
    `  ${name}:\n    image: kong:3.9.1\n    environment:\n      KONG_DATABASE: postgres\n      KONG_PG_HOST: db\n${flavor && `      KONG_ROUTER_FLAVOR: ${flavor}\n`}`;
  const compose = (...services: string[]): Folder => ({
    'compose.yaml': `services:\n${services.join('')}  db: { image: 'postgres:16' }\n`,
  });

  test('one gets the flavor of another, also if it sets none', () => {
    const folder = compose(service('blue', 'expressions'), service('green', ''));
    const green = actionsAt(folder, 'compose.yaml', 'green:');
    assert.deepEqual(titles(green), ['Set the router flavor to `expressions`, as in service `blue`']);
    const [after] = Object.values(applied(folder, green[0]!));
    assert.deepEqual(actionsAt({ 'compose.yaml': after! }, 'compose.yaml', 'green:'), []);
    const blue = actionsAt(folder, 'compose.yaml', 'expressions');
    assert.deepEqual(titles(blue), [
      'Set the router flavor to `traditional_compatible`, as in service `green`',
    ]);
    assert.deepEqual(
      applied(folder, blue[0]!),
      compose(service('blue', 'traditional_compatible'), service('green', '')),
    );
  });

  test('each flavor that others have, once', () => {
    const folder = compose(
      service('a', 'expressions'),
      service('b', 'traditional'),
      service('c', 'traditional_compatible'),
      service('d', 'traditional_compatible'),
    );
    assert.deepEqual(titles(actionsAt(folder, 'compose.yaml', 'expressions')), [
      'Set the router flavor to `traditional`, as in service `b`',
      'Set the router flavor to `traditional_compatible`, as in service `c`',
    ]);
  });
});
