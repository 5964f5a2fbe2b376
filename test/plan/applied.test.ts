import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { type Data, effectiveData, readDocument } from '../../server/documents/index.js';
import { routeLabel } from '../../server/documents/route-label.js';
import { viewOf } from '../../server/flavors/translate.js';
import { markdownOf } from '../../server/pages/markdown.js';
import { appliedText, bothTables, changedFiles } from '../../server/plan/apply-plan.js';
import { makePlan } from '../../server/plan/make-plan.js';
import { planData } from '../../server/plan/plan-data.js';
import type { Plan, PlannedFile } from '../../server/plan/plan-model.js';
import { pageOf } from '../../server/plan/plan-page.js';
import { routeFileOf } from '../../server/plan/route-files.js';
import type { Gateway } from '../../server/routes/gateway.js';
import { readRoute } from '../../server/routes/route.js';
import { SourceFile } from '../../server/text/source-file.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { formatOf, Workspace } from '../../server/workspace/workspace.js';
import { corpusFolder, namesIn, readFrom } from '../support/corpus-folder.js';
import { planOf, target, wordsOf } from './planned.js';

const textIn = (plan: Plan, { uri, text }: PlannedFile): string => {
  const changed = changedFiles(plan).find((file) => file.uri === uri);
  return changed ? appliedText(text, changed) : text;
};

/** Which routes of a text a Gateway refuses. */
function refusedIn(uri: string, text: string, gateway: Gateway): string[] {
  const document = readDocument(text, formatOf(uri, ''));
  assert.deepEqual(document.syntaxProblems, []);
  return document.routes.flatMap((route) => {
    const data = effectiveData(document, route);
    return viewOf(readRoute(data), data, gateway).status === 'rejected' ? [routeLabel(route)] : [];
  });
}

/** What holds of every plan. */
function assertSound(plan: Plan): void {
  const { summary, tables } = plan;
  const routes = tables.flatMap(({ files }) => files.flatMap((file) => file.routes));
  assert.equal(summary.routes, routes.length);
  assert.equal(
    Object.values(summary.verdicts).reduce((sum, number) => sum + number, 0),
    routes.length,
  );
  for (const { files, to, notCompared } of tables) {
    for (const file of files) {
      // As it is written, such a route is rejected; with what is filled in it may be accepted.
      const filledIn = notCompared.filter(({ at }) => at.uri === file.uri).map(({ name }) => name);
      if (filledIn.length > 0) assert.ok(summary.decisions.length >= filledIn.length);
      const open = file.routes.filter(
        ({ refusals, notWritten }) => refusals.length > 0 || notWritten !== null,
      );
      const refused = refusedIn(file.uri, textIn(plan, file), to);
      assert.deepEqual(
        refused.filter((name) => !filledIn.includes(name)),
        open.map(({ name }) => name),
        `${file.file} under ${to.flavor} ${to.version}`,
      );
      if (open.length > 0) assert.ok(summary.decisions.length > 0);
    }
  }
  for (const { path, text } of bothTables(plan)) {
    assert.deepEqual(readDocument(text, formatOf(path, '')).syntaxProblems, []);
  }
  for (const { steps, others } of plan.parts) {
    for (const step of [...steps, ...others.flatMap((other) => other.steps)]) {
      const { title, back, meanwhile } = wordsOf(step);
      assert.ok(title !== '' && back !== '');
      assert.notEqual(meanwhile, '');
      for (const command of step.commands) assert.doesNotMatch(command, /undefined|null/);
    }
  }
  assert.deepEqual(JSON.parse(JSON.stringify(planData(plan))), planData(plan), 'it is data');
  assert.doesNotMatch(markdownOf(pageOf(plan)), /undefined|\[object/);
}

const gateways = [
  'traditional@3.4',
  'traditional@3.9',
  'traditional_compatible@3.3',
  'traditional_compatible@3.9',
  'expressions@3.4',
  'expressions@3.6',
  'expressions@3.7',
  'expressions@3.9',
];

suite('applied, a plan leaves refused exactly what it says', () => {
  const path = fc.constantFrom('/', '/a', '/a/b', '~/a/\\d+$', '~/x(?=y)', '/b b', '~/(a|b)');
  const host = fc.constantFrom('a.io', '*.a.io', 'a.*', 'a.io:8443');
  const expression = fc.constantFrom(
    'http.path ^= "/a"',
    'http.path == "/a"',
    'http.host == "a.io" && http.method == "GET"',
    '!(http.path == "/b")',
    'http.path ~ "^/a\\\\d$" && any(lower(http.headers.x_a)) == "b"',
    'http.path ^= "/a" || http.host == "a.io"',
    'http.path =',
    'http.queries.q == "1"',
  );
  const route = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record(
        {
          paths: fc.uniqueArray(path, { minLength: 1, maxLength: 3 }),
          hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 2 }),
          methods: fc.constant(['GET']),
          headers: fc.constantFrom<Data>({ 'x-a': ['b'] }, { 'x-a': ['~*b', 'C'] }),
          regex_priority: fc.constantFrom(0, 3, -1),
          path_handling: fc.constantFrom('v0', 'v1'),
          protocols: fc.constantFrom(['http'], ['https'], ['http', 'https']),
          priority: fc.constantFrom(0, 7),
          strip_path: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record({ expression, priority: fc.constantFrom(0, 5) }, { requiredKeys: ['expression'] }),
    },
  );
  const workspace = fc.tuple(
    fc.array(route, { minLength: 1, maxLength: 5 }),
    fc.constantFrom(
      '_info: { select_tags: [x] }',
      '_info: { defaults: { route: { priority: 2 } } }',
      '_info: { defaults: { route: { hosts: [d.io], regex_priority: 1 } } }',
      '',
    ),
    fc.constantFrom('3.0', '1.1'),
    fc.constantFrom(...gateways),
    fc.constantFrom(...gateways),
  );

  test('whatever the routes, the defaults and the gateways are', () => {
    fc.assert(
      fc.property(workspace, ([routes, info, format, from, to]) => {
        const lines = routes.map((fields, i) => `  - ${JSON.stringify({ name: `r${i}`, ...fields })}\n`);
        const text = `_format_version: "${format}"\n${info}\nroutes:\n${lines.join('')}`;
        assertSound(planOf({ 'kong.yaml': text }, to, from));
      }),
      { numRuns: 150 },
    );
  });
});

suite('plans of files of every kind', () => {
  const folders = readdirSync(corpusFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.ok(folders.length > 6);
  for (const folder of folders) {
    test(folder.name, () => {
      const path = join(corpusFolder, folder.name);
      const files = namesIn(path).map(
        (name) => new SourceFile(pathToFileURL(join(path, name)).href, readFrom(path, name)),
      );
      const root = pathToFileURL(path).href;
      const workspace = new Workspace({ files: () => files, folders: () => [root] });
      const routeFiles = files.flatMap((file) => routeFileOf(file, workspace, defaultSettings) ?? []);
      for (const [from, to] of [
        ['traditional@3.9', 'traditional_compatible'],
        ['traditional_compatible@3.9', 'expressions'],
        ['traditional_compatible@3.6', 'expressions'],
        ['expressions@3.9', 'traditional_compatible'],
      ] as const) {
        // What gateways the files declare is another matter: the flavors are those that are asked for.
        const found = { gateways: [], sets: [], written: [] };
        const input = { root, files, found, routeFiles, from: target(from), to: target(to) };
        const plan = makePlan(input);
        if (!('refused' in plan)) assertSound(plan);
      }
    });
  }
});
