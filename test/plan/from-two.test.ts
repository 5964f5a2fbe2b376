import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { appliedText, changedFiles } from '../../server/plan/apply-plan.js';
import { makePlan } from '../../server/plan/make-plan.js';
import { parseTarget } from '../../server/plan/plan-target.js';
import { affectedWords, decisionWords, refusalWords } from '../../server/problems/index.js';
import { compose, planOf, root, target, wordsOf } from './planned.js';

const routes = `services:
- name: a
  url: http://a
  routes:
  - name: regex
    paths: ["/v1/.*", /plain]
  - name: encoded
    paths: [/caf%c3%a9]
  - name: plain
    paths: [/a]
`;
const dbless = `_format_version: "1.1"\n${routes}`;
const deck = `_format_version: "1.1"\n_info: { select_tags: [x] }\n${routes}`;

const routesOf = (plan: ReturnType<typeof planOf>) =>
  plan.tables.flatMap(({ files }) =>
    files.flatMap((file) =>
      file.routes.map(({ name, verdict, conversion }) => [name, verdict, conversion?.to ?? null]),
    ),
  );

function written(plan: ReturnType<typeof planOf>, text: string): string {
  const [file] = changedFiles(plan);
  return file ? appliedText(text, file) : text;
}

suite('a plan from Gateway 2.x', () => {
  test('a DB-less file of an old format stays: Kong rewrites its paths', () => {
    const plan = planOf({ 'kong.yaml': dbless }, 'traditional@3.4', '2.8');
    assert.deepEqual(routesOf(plan), [
      ['regex', 'unchanged', null],
      ['encoded', 'unchanged', null],
      ['plain', 'unchanged', null],
    ]);
    assert.deepEqual(changedFiles(plan), []);
    const [affected] = plan.affected;
    assert.equal(affected?.code, 'format-version');
    assert.match(
      affectedWords(affected.about, affected.more),
      /^Format 1\.1: Gateway 2\.8 reads the paths as written, and 3\.4 rewrites them/,
    );
    assert.deepEqual(plan.summary.decisions, []);
  });

  test('the file of decK gets the paths and the format of 3.0', () => {
    const plan = planOf({ 'kong.yaml': deck }, 'traditional_compatible@3.4', 'traditional@2.8');
    assert.deepEqual(routesOf(plan), [
      ['regex', 'convert', 'traditional'],
      ['encoded', 'convert', 'traditional'],
      ['plain', 'unchanged', null],
    ]);
    assert.equal(
      written(plan, deck),
      deck
        .replace('"1.1"', '"3.0"')
        .replace('["/v1/.*", /plain]', "\n      - '~/v1/.*'\n      - /plain")
        .replace('[/caf%c3%a9]', "\n      - '/café'")
        .replaceAll('paths: \n', 'paths:\n'),
    );
  });

  test('straight to expressions', () => {
    const plan = planOf({ 'kong.yaml': deck }, 'expressions@3.4', '2.8');
    assert.deepEqual(
      routesOf(plan).map(([name, , to]) => [name, to]),
      [
        ['regex', 'expressions'],
        ['encoded', 'expressions'],
        ['plain', 'expressions'],
      ],
    );
    assert.match(written(plan, deck), /expression: '\(http\.path ~ "\^\/v1\/\.\*"\)'/);
  });

  test('what 2.x did not have is reported: header regexes before 2.8, prefixes in regex_priority before 2.6', () => {
    const table = `_format_version: "1.1"
routes:
- name: header
  protocols: [http]
  headers: { x: ["~*a"] }
- name: first
  protocols: [http]
  paths: [/a]
  regex_priority: 5
- name: second
  protocols: [http]
  paths: [/aa]
`;
    const of = (from: string) => {
      const plan = planOf({ 'kong.yaml': table }, 'traditional@3.4', from);
      return plan.summary.decisions.map(({ about }) => decisionWords(about).split(':')[0]);
    };
    assert.deepEqual(of('2.8'), []);
    assert.deepEqual(of('2.6'), ['Route `header` matches different requests']);
    assert.deepEqual(of('2.5'), [
      'Route `header` matches different requests',
      'Route `first` is evaluated in a different order relative to `second`. Confirm that this is intended.',
    ]);
  });

  test('look-around has no form that the new router accepts', () => {
    const table =
      '_format_version: "1.1"\nroutes:\n- name: look\n  protocols: [http]\n  paths: ["/a(?!b)"]\n';
    for (const to of [
      'traditional_compatible@3.1',
      'traditional_compatible@3.4',
      'traditional_compatible@3.6',
    ]) {
      const plan = planOf({ 'kong.yaml': table }, to, '2.8');
      assert.deepEqual(routesOf(plan), [['look', 'inexpressible', null]], to);
    }
    const plan = planOf({ 'kong.yaml': table }, 'traditional@3.4', '2.8');
    assert.deepEqual(routesOf(plan), [['look', 'unchanged', null]]);
  });

  test('the version of a gateway is found, and its image is changed', () => {
    const files = { 'compose.yaml': compose({ kong: { image: 'kong:2.8.5' } }), 'kong.yaml': dbless };
    const plan = planOf(files, 'traditional_compatible@3.4');
    assert.deepEqual(plan.from, {
      flavor: 'traditional',
      versions: ['2.8', '2.8.5'].slice(1),
      known: { code: 'set-at', args: { place: 'compose.yaml:2' } },
    });
    const [first] = plan.parts[0]!.steps.map(wordsOf).filter(({ title }) => title.startsWith('Upgrade'));
    assert.match(
      first!.text[0]!,
      /^Gateway 2\.8\.5 has no flavors\. In Gateway 3 its router is `router_flavor = traditional`/,
    );
    assert.match(first!.text[1]!, /LTS version 2\.8 to the LTS version 3\.4/);
  });

  test('of a Gateway that no file declares the upgrade is a step, too', () => {
    const plan = planOf({ 'kong.yaml': dbless }, 'traditional_compatible@3.4', '2.8');
    assert.ok(plan.parts[0]!.steps.map(wordsOf).some(({ title }) => title === 'Upgrade to Gateway 3.4'));
  });
});

suite('what a plan leads from and to', () => {
  const refusals: readonly (readonly [text: string, refused: string])[] = [
    [
      'expressions@2.8',
      'Gateway 2.8 has no router flavor expressions: flavors were added in 3.0. Write 2.8 for its only router',
    ],
    [
      '3.4',
      "'3.4' needs a router flavor: write traditional_compatible@3.4, or another one of traditional, traditional_compatible, expressions",
    ],
  ];
  for (const [text, refused] of refusals) {
    test(text, () => {
      const target = parseTarget(text);
      assert.equal('refused' in target && refusalWords(target.refused), refused);
    });
  }

  test('2.8 is the traditional router', () => {
    const wanted = { flavor: 'traditional', version: [2, 8], versionText: '2.8' };
    assert.deepEqual(target('2.8'), wanted);
    assert.deepEqual(target('traditional@2.8'), wanted);
  });

  test('no plan leads to 2.x', () => {
    const plan = makePlan({
      root,
      files: [],
      found: { gateways: [], sets: [], written: [] },
      routeFiles: [],
      from: target('2.7'),
      to: target('2.8'),
    });
    assert.equal(
      'refused' in plan && refusalWords(plan.refused),
      'Gateway 2.8 has no router flavors: a plan can start from it, but must lead to 3.0 or later',
    );
  });

  test('a version that is newer than the rules is a decision', () => {
    const file = '_format_version: "3.0"\nroutes:\n- name: a\n  protocols: [http]\n  paths: [/a]\n';
    const plan = planOf({ 'kong.yaml': file }, 'traditional@3.17', 'traditional@3.14');
    assert.deepEqual(
      plan.summary.decisions.map(({ about }) => decisionWords(about)),
      [
        'Kong Routes has no rules for Gateway 3.17, which is newer than 3.16. It applies the rules of 3.16, which may be wrong for 3.17.',
      ],
    );
  });

  test('the default of protocols changes in a file of decK, too, and is open for Konnect', () => {
    const file = (head: string) => `_format_version: "3.0"\n${head}\nroutes:\n- name: a\n  paths: [/a]\n`;
    const decisions = (head: string) =>
      planOf(
        { 'kong.yaml': file(head) },
        'traditional_compatible@3.14',
        'traditional_compatible@3.10',
      ).summary.decisions.map(({ about }) => decisionWords(about));
    assert.match(decisions('_info: { select_tags: [a] }')[0]!, /`protocols` is not set/);
    assert.match(
      decisions('_konnect: { control_plane_name: a }')[0]!,
      /not documented which default Konnect uses/,
    );
  });
});
