import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CompareResult, RunRouteTestsResult, TryRequestResult } from '../../../server/protocol/index.js';
import { inWorkspace, open, until } from './support.js';

suite('requests', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** The page of a view type is open. */
  const hasPage = (viewType: string) => () =>
    vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType)),
    );

  test('are tried: a page next to the document, and a value for each term', async () => {
    const { uri } = await open('table.yaml');
    const result = await vscode.commands.executeCommand<TryRequestResult>(
      'kongRoutes.tryRequest',
      uri.toString(),
      'curl http://admin.shop.example.com/',
    );
    assert.equal(result.refused, null);
    assert.equal(result.answers.length, 3);
    assert.ok(result.values.length > 0);
    // Next to each term: what the request has, and whether it matches.
    assert.ok(result.values.every(({ text }) => /: (true|false)$/.test(text)));
    const lines = new Set(result.values.map(({ range }) => range.start.line));
    assert.ok(lines.has(7), `the hosts of shop-admin have a value, among: ${[...lines]}`);
    await until('the page is open', hasPage('kongRoutes.trial'));
    await vscode.commands.executeCommand('kongRoutes.clearRequest');
  });

  test('are compared under another router', async () => {
    const { uri } = await open('table.yaml');
    const result = await vscode.commands.executeCommand<CompareResult>(
      'kongRoutes.compareRoutes',
      uri.toString(),
      {
        kind: 'router',
        router: 'expressions@3.9',
      },
    );
    assert.equal(result.refused, null);
    assert.ok(result.page);
    await until('the page is open', hasPage('kongRoutes.comparison'));
  });

  test('are tests of a file, with coverage of its routes', async () => {
    const uri = inWorkspace('table.kong-test.yaml');
    const result = await vscode.commands.executeCommand<RunRouteTestsResult>(
      'kongRoutes.runRouteTests',
      uri.toString(),
    );
    assert.equal(result.failure, null);
    assert.deepEqual(
      result.results.map(({ failures }) => failures.length === 0),
      [false, true],
    );
    assert.deepEqual(
      result.coverage.map((one) => one.uri.slice(one.uri.lastIndexOf('/') + 1)),
      ['table.yaml'],
    );
  });
});
