import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** How long anything may take on a slow machine before it counts as not happening. */
const deadline = 15_000;

/** The address of a file of the workspace. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the folder of the fixtures is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a fixture in an editor. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(name));
  await vscode.window.showTextDocument(document);
  return document;
}

let copies = 0;

/** Opens a fresh copy of a fixture, which a test may change and save. */
export async function openCopy(name: string): Promise<vscode.TextDocument> {
  const copy = `copy-${++copies}-of-${name}`;
  await vscode.workspace.fs.copy(inWorkspace(name), inWorkspace(copy));
  return open(copy);
}

/** The text of a file of the workspace as it is on disk. */
export async function textOnDisk(file: string | vscode.Uri): Promise<string> {
  const uri = typeof file === 'string' ? inWorkspace(file) : file;
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Where `text` begins in the document. It must occur exactly once. */
export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${JSON.stringify(text)} stands in the document`);
  assert.equal(document.getText().lastIndexOf(text), at, `${JSON.stringify(text)} stands there once`);
  return document.positionAt(at);
}

/** Waits until the problems of a document, each as `line code covered-text`, are the expected ones. */
export async function expectProblems(document: vscode.TextDocument, expected: string[]): Promise<void> {
  const found = () => vscode.languages.getDiagnostics(document.uri).map((one) => describe(document, one));
  await event(vscode.languages.onDidChangeDiagnostics, () => matches(found(), expected)).catch(() => {
    assert.deepEqual(found(), expected);
  });
}

function describe(document: vscode.TextDocument, { code, range }: vscode.Diagnostic): string {
  const value = typeof code === 'object' ? code.value : code;
  return `${range.start.line + 1} ${value} ${document.getText(range)}`;
}

function matches(found: string[], expected: string[]): boolean {
  return found.length === expected.length && found.every((one, index) => one === expected[index]);
}

/** Resolves once the condition holds: now, or after one of these events. */
async function event<T>(events: vscode.Event<T>, holds: () => boolean): Promise<void> {
  if (holds()) return;
  let listener: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      listener = events(() => holds() && resolve());
      timer = setTimeout(() => reject(new Error(`it did not happen within ${deadline} ms`)), deadline);
    });
  } finally {
    listener?.dispose();
    clearTimeout(timer);
  }
}

/** Waits for what VS Code has no event for. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + deadline;
  while (!holds()) {
    assert.ok(Date.now() < end, `${what} within ${deadline} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Does something again and again until a promise is settled, and answers what it was resolved with. */
export async function settle<T>(
  promise: Thenable<T>,
  what: string,
  again: () => Promise<unknown>,
): Promise<T> {
  let isSettled = false;
  const settled = Promise.resolve(promise).finally(() => {
    isSettled = true;
  });
  const end = Date.now() + deadline;
  while (!isSettled) {
    assert.ok(Date.now() < end, `${what} within ${deadline} ms`);
    await again();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return settled;
}

/** The Markdown of all hovers at the beginning of `text`. */
export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, text),
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n\n');
}

/** The code actions offered at the beginning of `text`. */
export async function codeActionsAt(
  document: vscode.TextDocument,
  text: string,
): Promise<vscode.CodeAction[]> {
  const position = positionOf(document, text);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(position, position),
    undefined,
    100, // so many of them with their edits
  );
}

/** Sets a setting of `kongRoutes` for the workspace; `undefined` removes it. */
export async function setSetting(name: string, value: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('kongRoutes');
  await settings.update(name, value, vscode.ConfigurationTarget.Workspace);
}

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));

/** Ticks the file in the refactor preview, which waits for its user, and applies it: a step at a time. */
export async function confirmPreview(): Promise<void> {
  if (tabs().some((label) => label.includes('Refactor Preview'))) {
    await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
    await vscode.commands.executeCommand('refactorPreview.apply');
    return;
  }
  // What is chosen in its list opens as a diff: then the list is there.
  await vscode.commands.executeCommand('refactorPreview.groupByFile');
  try {
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('list.select');
  } catch (error) {
    // While the list is empty it has no first.
    if (!/Invalid index/.test(String(error))) throw error;
  }
}
