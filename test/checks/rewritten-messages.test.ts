/** Fixes depend on codes and arguments: with every message rewritten, the same are offered. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import { changedFiles } from '../../server/plan/apply-plan.js';
import { planData } from '../../server/plan/plan-data.js';
import type { ProblemCode } from '../../server/problems/codes.js';
import { manifestMessages } from '../../server/problems/manifest-messages.js';
import { problems } from '../../server/problems/messages.js';
import { affectedMessages } from '../../server/problems/plan-affected.js';
import {
  alternativeMessages,
  decisionMessages,
  editMessages,
  partFactMessages,
  sideSourceMessages,
} from '../../server/problems/plan-messages.js';
import type { StepWords } from '../../server/problems/plan-step.js';
import {
  checkMessages,
  settingReasonMessages,
  stepMessages,
} from '../../server/problems/plan-step-messages.js';
import { noteMessages, refusalMessages } from '../../server/problems/refusal-messages.js';
import { relatedMessages } from '../../server/problems/related-messages.js';
import { runningMessages } from '../../server/problems/running-messages.js';
import {
  terraformFixTitles,
  terraformNotes,
  terraformRefusals,
} from '../../server/problems/terraform-messages.js';
import type { Snapshot } from '../../server/workspace/index.js';
import { planOf } from '../plan/planned.js';
import type { Folder } from '../support/gateway-folder.js';
import { snapshotIn } from '../support/gateway-workspace.js';
import { fixturePath } from '../support/golden.js';
import { readSections } from '../support/problem-fixtures.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';
import { wrongExpressions } from '../support/wrong-expressions.js';

/** What every action of a file changes, and its messages. */
function offered(snapshot: Snapshot) {
  const diagnostics = diagnosticsOf(snapshot);
  const { text } = snapshot;
  const range = { start: { line: 0, character: 0 }, end: text.positionAt(text.getText().length) };
  const actions = codeActions(snapshot, { textDocument: text, range, context: { diagnostics } });
  return {
    edits: actions.flatMap(({ edit }) => (edit?.changes ? [edit.changes] : [])),
    messages: diagnostics.map(({ message }) => String(message)),
  };
}

const file = (expression: string) =>
  `_format_version: "3.0"\nroutes:\n  - name: a\n    expression: ${JSON.stringify(expression)}\n    priority: 1\n`;

const compose = (...flavors: readonly string[]): string =>
  `services:\n${flavors
    .map(
      (flavor, i) =>
        `  kong-${i}:\n    image: kong:3.9.1\n    environment:\n      KONG_ROUTER_FLAVOR: ${flavor}\n      KONG_ROLE: ${i === 0 ? 'control_plane' : 'data_plane'}\n      KONG_CLUSTER_CONTROL_PLANE: kong-0:8005\n`,
    )
    .join('')}`;

const folders: readonly Folder[] = [
  { 'compose.yaml': compose('traditional_compat') },
  { 'compose.yaml': compose('expressions', 'traditional') },
  { Dockerfile: 'FROM kong:3.11\nENV KONG_ROUTE_MATCH_CALCULATION=strictly\n' },
];

/** What Terraform cannot read, and what it rejects. */
const modules: Folder = {
  'escape.tf': 'resource "kong-gateway_route" "a" {\n  paths = ["~/\\d+$"]\n}\n',
  'type.tf':
    'resource "kong-gateway_route" "b" {\n  name       = "b"\n  expression = "http.path == \\"/a\\""\n  priority   = 1\n}\n',
  'list.tf':
    'resource "konnect_gateway_route" "c" {\n  control_plane_id = "x"\n  pathz = ["/a"]\n  hosts = "a.example"\n}\n',
};

const read = {
  expressions: () => wrongExpressions.map(([wrong]) => snapshotOf(file(wrong), {}, 'yaml')),
  routes: () =>
    readdirSync(fixturePath('problems')).flatMap((name) =>
      readSections(`problems/${name}`).map(({ text, gateways, language }) =>
        snapshotOf(text, gateways[0]!, language),
      ),
    ),
  gateways: () => folders.flatMap((folder) => Object.keys(folder).map((path) => snapshotIn(folder, path))),
  terraform: () => Object.keys(modules).map((path) => snapshotIn(modules, path)),
};

/** Runs something while every message is another text. */
function rewritten<Result>(run: () => Result): Result {
  const table = problems as unknown as Record<ProblemCode, { message: () => string; hint?: () => string }>;
  const kept = { ...table };
  for (const code of Object.keys(table) as ProblemCode[]) {
    table[code] = { ...table[code], message: () => 'Something else.', hint: () => '' };
  }
  const others: Record<string, () => string>[] = [
    refusalMessages,
    noteMessages,
    runningMessages,
    manifestMessages,
    terraformRefusals,
    terraformNotes,
    terraformFixTitles,
    relatedMessages,
    affectedMessages,
    decisionMessages,
    editMessages,
    partFactMessages,
    sideSourceMessages,
    alternativeMessages,
    checkMessages,
    settingReasonMessages,
  ].map((one) => one as unknown as Record<string, () => string>);
  const steps = stepMessages as unknown as Record<string, () => StepWords>;
  const keptSteps = { ...steps };
  const something = { title: 'Something else.', text: [], meanwhile: null, back: 'Something else.' };
  for (const code of Object.keys(steps)) steps[code] = () => something;
  const keptOthers = others.map((one) => ({ ...one }));
  for (const one of others) for (const code of Object.keys(one)) one[code] = () => 'Something else.';
  try {
    return run();
  } finally {
    Object.assign(table, kept);
    Object.assign(steps, keptSteps);
    for (const [i, one] of others.entries()) Object.assign(one, keptOthers[i]);
  }
}

suite('with every message rewritten, the same fixes are offered', () => {
  for (const [what, leastEdits] of [
    ['expressions', 80],
    ['routes', 100],
    ['gateways', 4],
    ['terraform', 4],
  ] as const) {
    test(`of ${what}`, () => {
      const [before, after] = [read[what]().map(offered), rewritten(() => read[what]().map(offered))];
      const edits = before.flatMap((one) => one.edits);
      assert.ok(edits.length >= leastEdits, `${edits.length} edits`);
      assert.deepEqual(
        after.map((one) => one.edits),
        before.map((one) => one.edits),
      );
      const messages = after.flatMap((one) => one.messages);
      assert.ok(messages.length > 0 && messages.every((message) => message.startsWith('Something else')));
    });
  }
});

/** With decisions of each kind, and with other configuration that is affected. */
const workspaces: readonly [files: Readonly<Record<string, string>>, to: string, from?: string][] = [
  [
    {
      'compose.yaml': compose('traditional_compatible', 'traditional_compatible'),
      'kong.yaml': file('http.path ^= "/a"').replace(
        '  - name: a\n',
        '  - name: b\n    paths: [/b]\n  - name: a\n',
      ),
      'deploy.sh': 'deck file kong2kic -s kong.yaml\n',
      'other.sh': 'deck file kong2kic -s kong.yaml\n',
    },
    'expressions',
    'traditional_compatible',
  ],
  [
    {
      'kong.yaml': file('http.path == "/a" || http.host == "b" && http.queries.c == "d"'),
      'broken.yaml': '_format_version: "3.0"\nroutes:\n  - name: a\n    paths: [/a\n',
      'i.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  annotations:\n    konghq.com/regex-priority: "7"\n',
    },
    'traditional_compatible@3.20',
    'expressions@3.9',
  ],
  [
    {
      'kong.yaml':
        '_format_version: "1.1"\nroutes:\n  - { name: a, protocols: [http], paths: [/a], regex_priority: 5 }\n  - { name: b, protocols: [http], paths: [/aa] }\n',
    },
    'traditional@3.4',
    '2.5',
  ],
  [
    {
      'kong.yaml':
        '_format_version: "3.0"\n_info: { defaults: { route: { hosts: [a.example] } } }\nroutes:\n  - name: a\n    paths: [/a]\n',
      'other.yaml':
        '_format_version: "3.0"\nroutes:\n  - { name: b, paths: [/b] }\n  - { name: c, paths: ["~/c"] }\n',
      'routes.tf': 'resource "konnect_gateway_route" "shop" {\n  name = "shop"\n  paths = var.paths\n}\n',
    },
    'expressions@3.6',
    'traditional@3.6',
  ],
];

/** Parts of a plan that are texts of files, for a shell, or Kong's answers, word for word. */
const isVerbatim = (key: string) =>
  ['text', 'before', 'after', 'newText', 'command', 'commands', 'successors', 'kong'].includes(key);

/** Texts of several words in data. */
function sentencesIn(value: unknown): string[] {
  if (typeof value === 'string') return /\w+[ ,;:] ?\w+[ ,;:] ?\w+/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (isVerbatim(key) ? [] : sentencesIn(part)));
}

suite('a plan', () => {
  const plans = () => workspaces.map((one) => planOf(...one));

  test('is the same with every message rewritten', () => {
    const before = plans();
    const codes = new Set(before.flatMap(({ summary }) => summary.decisions.map(({ about }) => about.code)));
    assert.deepEqual([...codes].sort(), [
      'affected',
      'convert-by-hand',
      'file-not-well-formed',
      'route-matches-differently',
      'route-not-expressible',
      'route-reordered',
      'version-unknown',
    ]);
    assert.ok(before.flatMap((plan) => changedFiles(plan).flatMap(({ edits }) => edits)).length > 3);
    assert.ok(before.flatMap(({ parts }) => parts.flatMap(({ steps }) => steps)).length > 10);
    assert.deepEqual(rewritten(plans), before);
  });

  test('has no sentences, only codes with arguments', () => {
    assert.deepEqual(sentencesIn(plans()), []);
    assert.ok(sentencesIn(plans().map(planData)).length > 50);
  });
});
