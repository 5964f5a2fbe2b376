import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, until } from './support.js';

suite('activation', () => {
  test('opening a YAML file starts the extension', async () => {
    const extension = vscode.extensions.getExtension('kong-routes.kong-routes');
    assert.ok(extension, 'VS Code knows the extension');
    await open('lookalike.yaml');
    await until('the extension is active', () => extension.isActive);
    // VS Code calls it active even when its activation has failed; this promise knows.
    await extension.activate();
  });
});
