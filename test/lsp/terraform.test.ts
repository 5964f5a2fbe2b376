/** Files of Terraform in the editor. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { CodeAction, Position } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics } from '../../server/lsp/diagnostics.js';
import { codeActions, resolvedAction } from '../../server/lsp/requests/code-action.js';
import { completion } from '../../server/lsp/requests/completion.js';
import { hover } from '../../server/lsp/requests/hover.js';
import { inlayHints } from '../../server/lsp/requests/inlay-hint.js';
import { tokensOf } from '../../server/lsp/requests/semantic-tokens.js';
import { matchWarnings, routingTable } from '../../server/routing/index.js';
import { SourceFile } from '../../server/text/index.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { type Snapshot, Workspace } from '../../server/workspace/workspace.js';
import { finish } from '../support/generators.js';
import { repositoryRoot } from '../support/vectors.js';
import { smallInputs } from '../terraform/small-inputs.js';

type Files = Readonly<Record<string, string>>;

/** The first of the files as an editor shows it, with the others on disk. */
function opened(files: Files, languageId = 'terraform'): Snapshot {
  const all = Object.entries(files).map(([name, text]) => new SourceFile(`file:///w/${name}`, text));
  const workspace = new Workspace({ files: () => all, folders: () => ['file:///w'] });
  const [first] = all;
  const document = TextDocument.create(first!.uri, languageId, 1, first!.text);
  return workspace.snapshot(document, { ...defaultSettings, gatewayVersion: '3.10' });
}

/** `line:column-line:column code`, from 1. */
const problemsIn = (snapshot: Snapshot): string[] =>
  finish(diagnostics(snapshot))
    .toSorted(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    )
    .map(({ range: { start, end }, code }) => {
      const at = ({ line, character }: Position) => `${line + 1}:${character + 1}`;
      return `${at(start)}-${at(end)} ${code}`;
    });

/** In an editor, faults of HCL have the code of all documents. */
const answers = Object.fromEntries(
  Object.entries(smallInputs).map(([name, lines]) => [
    name,
    lines.map((line) => line.replace('hcl-invalid-escape', 'document-syntax')),
  ]),
);

const fixture = (name: string) =>
  readFileSync(new URL(`test/fixtures/terraform/${name}.tf`, repositoryRoot), 'utf8');

const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function actionsIn(snapshot: Snapshot): CodeAction[] {
  const context = { diagnostics: finish(diagnostics(snapshot)) };
  const client = { copiesCurl: false, codeActionResolve: true, changeAnnotations: true };
  const params = { textDocument: snapshot.text, range: everywhere, context };
  return codeActions(snapshot, params, client).map((action) =>
    action.data === undefined ? action : resolvedAction(snapshot, action, action.data),
  );
}

/** The files with the edits of an action made. */
function done(files: Files, action: CodeAction | undefined): Files {
  assert.ok(action?.edit?.changes, JSON.stringify(action));
  const { changes } = action.edit;
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const uri = `file:///w/${name}`;
      return [name, TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), changes[uri] ?? [])];
    }),
  );
}

/** A text with a cursor (`<|>`): the labels of what is offered there, and the text with one of them chosen. */
function completed(marked: string, label: string): { labels: string[]; text: string } {
  const text = marked.replace('<|>', '');
  const snapshot = opened({ 'main.tf': text });
  const position = snapshot.text.positionAt(marked.indexOf('<|>'));
  const items = finish(completion(snapshot, position, true, { snippets: false }));
  const chosen = items.find((item) => item.label === label);
  const edit = chosen?.textEdit && 'range' in chosen.textEdit ? [chosen.textEdit] : [];
  return { labels: items.map((item) => item.label), text: TextDocument.applyEdits(snapshot.text, edit) };
}

suite('Terraform in the editor: problems', () => {
  for (const [name, expected] of Object.entries(answers)) {
    for (const language of ['terraform', 'opentofu', 'hcl', 'plaintext']) {
      test(`${name}, as ${language}`, () => {
        assert.deepEqual(problemsIn(opened({ 'main.tf': fixture(name) }, language)), expected);
      });
    }
  }

  test('in another language of its own, and in a file that was never saved', () => {
    const text = fixture('01-equals');
    const untitled = TextDocument.create('untitled:Untitled-1', 'terraform', 1, text);
    const snapshot = new Workspace().snapshot(untitled, defaultSettings);
    assert.deepEqual(problemsIn(snapshot), answers['01-equals']);
  });

  test('a local of another file is known, and changes the problems', () => {
    const main = `resource "kong-gateway_route_expression" "a" {
  expression = local.match
}
`;
    const right = { 'main.tf': main, 'locals.tf': 'locals {\n  match = "http.path == \\"/x\\""\n}\n' };
    assert.deepEqual(problemsIn(opened(right)), []);
    const wrong = { ...right, 'locals.tf': 'locals {\n  match = "http.path = \\"/x\\""\n}\n' };
    assert.deepEqual(problemsIn(opened(wrong)), ['2:16-2:27 expression-unknown-operator']);
  });

  test('Terraform as JSON', () => {
    const text = '{"resource": {"kong-gateway_route": {"a": {"paths": ["x"], "protocols": ["http"]}}}}\n';
    assert.deepEqual(problemsIn(opened({ 'main.tf.json': text }, 'json')), ['1:54-1:57 path-form']);
  });

  test('files of other tools are passed over', () => {
    const text = 'resource "aws_route" "a" {\n  expression = "http.path = 1"\n}\n';
    assert.deepEqual(problemsIn(opened({ 'main.tf': text })), []);
  });
});

suite('Terraform in the editor: what can be done', () => {
  test('an operator is corrected with the quotes escaped', () => {
    const files = { 'main.tf': fixture('01-equals') };
    const action = actionsIn(opened(files)).find(({ title }) => title === 'Write `==`');
    assert.match(done(files, action)['main.tf']!, /expression {7}= "http\.path == \\"\/x\\""/);
  });

  test('one fix fixes what kong2tf wrote, and the references in other files', () => {
    const files = {
      'main.tf': fixture('10-kong2tf-expression'),
      'outputs.tf': 'output "id" {\n  value = konnect_gateway_route.a.id\n}\n',
    };
    const action = actionsIn(opened(files)).find(({ title }) => title.startsWith('Correct everything'));
    const after = done(files, action);
    assert.deepEqual(problemsIn(opened(after)), []);
    assert.match(after['main.tf']!, /^resource "konnect_gateway_route_expression" "a" \{/);
    assert.equal(after['outputs.tf'], 'output "id" {\n  value = konnect_gateway_route_expression.a.id\n}\n');
  });

  test('a route becomes an expression, and is kept', () => {
    const main = `resource "konnect_gateway_route" "a" {
  control_plane_id = var.cp
  name             = "a"
  paths            = ["/x/\${var.part}"]
}
`;
    const files = { 'main.tf': main, 'plugins.tf': 'locals {\n  id = konnect_gateway_route.a.id\n}\n' };
    const action = actionsIn(opened(files)).find(({ title }) => title === 'Convert to expression');
    assert.deepEqual(done(files, action), {
      'main.tf': `resource "konnect_gateway_route_expression" "a" {
  control_plane_id = var.cp
  name             = "a"
  expression       = "(http.path ^= r#\\"/x/\${var.part}\\"#)"
  priority         = 536870933
}

removed {
  from = konnect_gateway_route.a

  lifecycle {
    destroy = false
  }
}

import {
  # The id of the route, as \`terraform state show konnect_gateway_route.a\` prints it.
  to = konnect_gateway_route_expression.a
  id = jsonencode({ control_plane_id = var.cp, id = "REPLACE-WITH-THE-ID-OF-THE-ROUTE" })
}
`,
      'plugins.tf': 'locals {\n  id = konnect_gateway_route_expression.a.id\n}\n',
    });
  });

  test('the layout of an expression, in its heredoc', () => {
    const main = `resource "kong-gateway_route_expression" "a" {
  name       = "a"
  expression = "http.path == \\"/a\\" && http.host == \\"\${var.host}\\" && (http.method == \\"GET\\" || http.method == \\"HEAD\\" || http.method == \\"OPTIONS\\")"
}
`;
    const files = { 'main.tf': main };
    const action = actionsIn(opened(files)).find(({ title }) => title === 'Format expression');
    const after = done(files, action)['main.tf']!;
    assert.match(after, /expression = <<-EOT\n {4}http\.path == "\/a"/);
    assert.ok(after.includes('http.host == "${var.host}"'), after);
    const again = actionsIn(opened({ 'main.tf': after })).filter(
      ({ title }) => title === 'Format expression',
    );
    assert.deepEqual(again, [], 'it is laid out now');
  });
});

suite('Terraform in the editor: completion, hover, colours', () => {
  test('of fields in quotes and in heredocs', () => {
    const quoted = completed(
      'resource "kong-gateway_route_expression" "a" {\n  expression = "http.pa<|>"\n}\n',
      'http.path',
    );
    assert.match(quoted.text, /expression = "http\.path/);
    const heredoc = completed(
      'resource "kong-gateway_route_expression" "a" {\n  expression = <<-EOT\n    http.path == "/x"\n      && http.me<|>\n  EOT\n}\n',
      'http.method',
    );
    assert.match(heredoc.text, /&& http\.method/);
  });

  test('of arguments that the resource has', () => {
    const { labels } = completed(
      'resource "konnect_gateway_route_expression" "a" {\n  name = "a"\n  <|>\n}\n',
      '',
    );
    assert.ok(labels.includes('expression') && labels.includes('control_plane_id'), labels.join());
    assert.ok(!labels.includes('paths') && !labels.includes('name'), labels.join());
  });

  test('hover: a piece of an expression, and why a route is not shown', () => {
    const piece = hover(opened({ 'main.tf': fixture('03-heredoc') }), { line: 3, character: 6 });
    assert.match(JSON.stringify(piece?.contents), /path/);
    const unknown = hover(opened({ 'main.tf': fixture('08-fully-unknown') }), { line: 3, character: 4 });
    assert.match(JSON.stringify(unknown?.contents), /not known before Terraform runs: `paths` and `hosts`/);
  });

  test('colours are where the characters are written', () => {
    const snapshot = opened({ 'main.tf': fixture('02-escape-range') });
    const data = finish(tokensOf(snapshot));
    assert.ok(data.length > 0);
    // `http.path` of line 3 starts after the quote.
    assert.deepEqual([...data.slice(0, 3)], [2, 22, 9]);
  });

  test('no rank where a route is not known', () => {
    assert.deepEqual(finish(inlayHints(opened({ 'main.tf': fixture('08-fully-unknown') }), everywhere)), []);
  });

  test('each control plane of Konnect has a table of its own', () => {
    const route = (name: string, plane: string) =>
      `resource "konnect_gateway_route" "${name}" {\n  control_plane_id = ${plane}\n  name = "${name}"\n  paths = ["/x"]\n}\n`;
    const shown = (planes: readonly string[]) => {
      const text = planes.map((plane, i) => route(`r${i}`, plane)).join('');
      const snapshot = opened({ 'main.tf': text });
      const end = snapshot.text.positionAt(text.length);
      const hints = finish(inlayHints(snapshot, { start: { line: 0, character: 0 }, end }));
      return [
        problemsIn(snapshot).map((one) => one.split(' ')[1]),
        hints.map(({ label }) => label),
        matchWarnings(
          routingTable([{ file: 'main.tf', document: snapshot.document }], snapshot.gateway, 'http'),
        ).map(({ code }) => code),
      ];
    };
    const [a, b] = ['konnect_gateway_control_plane.a.id', 'konnect_gateway_control_plane.b.id'];
    assert.deepEqual(shown([a, a]), [['route-order-accidental'], ['#1 of 2', '#1 of 2'], []]);
    assert.deepEqual(shown([a, b]), [[], ['#1 of 1', '#1 of 1'], ['several-control-planes']]);
  });
});
