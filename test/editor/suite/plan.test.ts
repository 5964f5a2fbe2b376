import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlanPage } from '../../../server/protocol/index.js';
import { open, until } from './support.js';

suite('the plan of a flavor change', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('is a page in a tab, with links to the lines that it is about', async () => {
    const { uri } = await open('table.yaml');
    const page = await vscode.commands.executeCommand<PlanPage | undefined>('kongRoutes.planFlavorChange', {
      from: 'traditional_compatible',
      to: 'expressions@3.6',
    });
    assert.ok(page, 'there is a plan');
    assert.match(page.title, /^Router flavor: traditional_compatible@[\d.]+ to expressions@3\.6$/);
    assert.ok(page.changes > 0);
    assert.match(page.body, /href="file:\/\/[^"]*\/table\.yaml#L\d+,\d+"/);
    assert.ok(uri.path.endsWith('/table.yaml'));
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab;
    await until('the tab of the plan is open', () => active()?.label === page.title);
    const tab = active()!;
    assert.ok(tab.input instanceof vscode.TabInputWebview, 'it is a page');
    assert.match(tab.input.viewType, /kongRoutes\.plan$/);
  });

  test('of what is no flavor there is none, and no page', async () => {
    const answer = await vscode.commands.executeCommand('kongRoutes.planFlavorChange', {
      from: null,
      to: 'expression',
    });
    assert.equal(answer, undefined);
    assert.ok(
      vscode.window.tabGroups.all.every(({ tabs }) =>
        tabs.every(({ input }) => !(input instanceof vscode.TabInputWebview)),
      ),
    );
  });
});
