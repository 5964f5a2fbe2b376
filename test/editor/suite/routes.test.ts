import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeActionsAt, expectProblems, hoverAt, open, openCopy, setSetting, textOnDisk } from './support.js';

/** By `kongRoutes.routerFlavor`: the problems of mixed.yaml, as line, code and the characters underlined. */
const problemsOfMixed = {
  auto: ['10 mixed-route paths', '12 mixed-route methods'],
  traditional: [
    '9 expression-in-flavor expression',
    '14 match-missing orders-health',
    '15 expression-in-flavor expression',
  ],
};

suite('problems', () => {
  teardown(() => setSetting('routerFlavor', undefined));

  test('a mixed route is underlined at each offending key', async () => {
    await expectProblems(await open('mixed.yaml'), problemsOfMixed.auto);
  });

  test('another router flavor in the settings changes the problems of the open file', async () => {
    const document = await open('mixed.yaml');
    await expectProblems(document, problemsOfMixed.auto);
    await setSetting('routerFlavor', 'traditional');
    await expectProblems(document, problemsOfMixed.traditional);
    await setSetting('routerFlavor', undefined);
    await expectProblems(document, problemsOfMixed.auto);
  });

  test('a file that only looks like Kong’s is left alone', async () => {
    const lookalike = await open('lookalike.yaml');
    // What was opened later is reported already, so the look-alike has been read.
    await expectProblems(await openCopy('mixed.yaml'), problemsOfMixed.auto);
    assert.deepEqual(vscode.languages.getDiagnostics(lookalike.uri), []);
  });
});

suite('hover', () => {
  const cases = [
    { file: 'mixed.yaml', at: 'orders-mixed', says: ['traditional_compatible', 'expressions'] },
    {
      file: 'traditional.yaml',
      at: 'reports-read',
      says: ['traditional_compatible', 'http.path ^= r#"/reports"#'],
    },
  ];
  for (const { file, at, says } of cases) {
    test(`on ${at} shows how the flavors read the route`, async () => {
      const markdown = await hoverAt(await open(file), at);
      for (const part of says) assert.ok(markdown.includes(part), `${part} is in:\n${markdown}`);
    });
  }
});

suite('code actions', () => {
  /** `becomes` is the fixture that the file must equal once the action is applied and the file saved. */
  const cases = [
    {
      file: 'traditional.yaml',
      at: 'reports-read',
      action: 'Convert to expression',
      becomes: 'traditional.converted.yaml',
    },
    {
      file: 'mixed.yaml',
      at: 'expression: http',
      action: 'Keep the expression',
      becomes: 'mixed.expression-kept.yaml',
    },
    { file: 'mixed.yaml', at: 'paths:', action: 'Keep the fields', becomes: 'mixed.fields-kept.yaml' },
  ];
  for (const { file, at, action, becomes } of cases) {
    test(`“${action}” turns ${file} into ${becomes}`, async () => {
      const document = await openCopy(file);
      const actions = await codeActionsAt(document, at);
      const chosen = actions.find(({ title }) => title === action);
      assert.ok(chosen?.edit, `it is offered, with an edit, among: ${actions.map(({ title }) => title)}`);
      assert.ok(await vscode.workspace.applyEdit(chosen.edit), 'the edit applies');
      assert.ok(await document.save(), 'the file is saved');
      assert.equal(await textOnDisk(document.uri), await textOnDisk(becomes));
      await expectProblems(document, []);
    });
  }
});
