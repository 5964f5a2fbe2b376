import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

const example = (name: string) => readFileSync(new URL(`examples/gateways/${name}`, repositoryRoot), 'utf8');

/** The manifests of one controller and two gateways that do not agree, each in a file of its own. */
function manifests(): Record<string, string> {
  const [blue = '', green = '', service = '', controller = ''] = example('kubernetes.yaml').split('---\n');
  return { 'a/blue.yaml': blue, 'a/green.yaml': green, 'b/admin.yaml': `${service}---\n${controller}` };
}

interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly routes: number;
    readonly problems: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly summary: unknown;
}

async function check(context: TestContext, files: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = temporaryFolder(context, files);
  return checkIn(folder, ...args);
}

async function checkIn(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await runCli(['check', ...args, '--format', 'json'], { cwd: folder });
  const report = (stdout === '' ? { files: [], summary: null } : JSON.parse(stdout)) as Report;
  const found = report.files.map(({ file, problems }) =>
    [file, ...problems.map((one) => one.code)].join(' '),
  );
  return { folder, code, stderr, report, found };
}

suite('the settings of gateways in the terminal', () => {
  test('gateways of one controller that disagree are reported before they are applied', async (context) => {
    const folder = temporaryFolder(context, manifests());
    const { code, stdout, stderr } = await runCli(['check', '.'], { cwd: folder });
    assert.equal(stderr, '');
    assert.equal(code, 1);
    const rest =
      'and the controller of Deployment ingress-controller discovers both. The controller writes routes for the flavor of whichever Gateway answers first; the others reject them (`expression: unknown field`) or match them differently. Give all of them the same flavor, then restart the controller.';
    assert.equal(
      stdout,
      `a/blue.yaml  1 gateway

warning gateways-disagree  Deployment \`gateway-blue\` runs \`expressions\`, but Deployment \`gateway-green\` runs \`traditional\`, ${rest}
  at a/blue.yaml:19:50, gateway Deployment gateway-blue
  19 │             - { name: KONG_ROUTER_FLAVOR, value: expressions }
     │                                                  ^^^^^^^^^^^
  see a/green.yaml:17:50: Deployment \`gateway-green\` runs \`traditional\`.

a/green.yaml  1 gateway

hint flavor-deprecated  \`traditional\` is deprecated since Gateway 3.0, and the next major version removes it. \`traditional_compatible\` accepts the same fields.
  at a/green.yaml:17:50, gateway Deployment gateway-green
  17 │             - { name: KONG_ROUTER_FLAVOR, value: traditional }
     │                                                  ^^^^^^^^^^^

warning gateways-disagree  Deployment \`gateway-green\` runs \`traditional\`, but Deployment \`gateway-blue\` runs \`expressions\`, ${rest}
  at a/green.yaml:17:50, gateway Deployment gateway-green
  17 │             - { name: KONG_ROUTER_FLAVOR, value: traditional }
     │                                                  ^^^^^^^^^^^
  see a/blue.yaml:19:50: Deployment \`gateway-blue\` runs \`expressions\`.

2 files, 0 routes, 2 gateways: 2 warnings, 1 notice
`,
    );
  });

  test('what is only near the paths is not reported, but counts', async (context) => {
    const { found, report } = await check(context, manifests(), 'a/blue.yaml');
    assert.deepEqual(found, ['a/blue.yaml']);
    assert.deepEqual(report.summary, { files: 1, routes: 0, errors: 0, warnings: 0, gateways: 1 });
    const folder = temporaryFolder(context, { ...manifests(), '.git/HEAD': '' });
    const inRepository = await checkIn(folder, 'a/blue.yaml');
    assert.deepEqual(inRepository.found, ['a/blue.yaml gateways-disagree']);
  });

  test('files of any kind, and directories without routes', async (context) => {
    const files = {
      'stack/docker-compose.yml': example('docker-compose.yml'),
      'stack/kong.conf': 'router_flavor = "expressions"\n',
      'stack/Dockerfile': 'FROM kong:2.8.5\nENV KONG_ROUTER_FLAVOR=expressions\n',
      'none/notes.yaml': 'a: 1\n',
    };
    const { found, code, folder, report } = await check(context, files, 'stack');
    assert.deepEqual(found.sort(), [
      'stack/Dockerfile flavor-not-in-version',
      'stack/docker-compose.yml flavor-unknown',
      'stack/kong.conf flavor-unknown',
    ]);
    assert.equal(code, 1);
    const [{ gateway, range } = {}] = report.files.find(({ file }) => file.endsWith('kong.conf'))!.problems;
    assert.equal(gateway, 'kong.conf');
    assert.deepEqual(range, { start: { line: 0, character: 16 }, end: { line: 0, character: 29 } });
    for (const file of ['stack/kong.conf', 'stack/Dockerfile', 'stack/*.conf']) {
      assert.equal((await checkIn(folder, file)).found.length, 1, file);
    }
    const nothing = await checkIn(folder, 'none');
    assert.equal(nothing.code, 2);
    assert.equal(nothing.stderr, 'kong-routes: none: contains no files with Kong routes\n');
  });

  test('a file of variables, with the gateway that has them', async (context) => {
    const files = {
      'compose.yaml':
        'services:\n  kong:\n    image: kong:3.9\n    environment: [KONG_ROUTER_FLAVOR=$FLAVOR]\n',
      '.env': 'FLAVOR=atc\n',
    };
    assert.deepEqual((await check(context, files, '.')).found, ['.env flavor-unknown', 'compose.yaml']);
    assert.deepEqual((await check(context, files, 'compose.yaml')).found, [
      '.env flavor-unknown',
      'compose.yaml',
    ]);
  });

  test('a template that needs no routes is not asked for any', async (context) => {
    const values =
      'env:\n  router_flavor: traditional_compat\n  a: {{ .b }}\ningressController: { enabled: true }\nproxy: { type: ClusterIP }\n';
    const { found, stderr } = await check(context, { 'values.yaml': values }, 'values.yaml');
    assert.equal(stderr, '');
    assert.deepEqual(found, ['values.yaml flavor-unknown']);
  });

  test('exit codes: 0 where all is well, 1 with problems, as far as they count', async (context) => {
    const fine = example('docker-compose.yml').replace('compat', 'compatible');
    const { code, found, folder } = await check(context, { 'compose.yaml': fine }, '.');
    assert.deepEqual([code, found], [0, ['compose.yaml']]);
    writeFileSync(join(folder, 'compose.yaml'), fine.replace('traditional_compatible', 'traditional'));
    assert.equal((await checkIn(folder, '.', '--fail-on', 'any')).code, 1);
    assert.equal((await checkIn(folder, '.')).code, 0);
  });

  test('what is left out, and what is not detected', async (context) => {
    const files = { 'a/compose.yaml': example('docker-compose.yml'), 'b/kong.conf': 'router_flavor = atc\n' };
    const { found, folder } = await check(context, files, '.', '!a');
    assert.deepEqual(found, ['b/kong.conf flavor-unknown']);
    writeFileSync(join(folder, '.kong-routes-ignore'), 'b\n');
    assert.deepEqual((await checkIn(folder, '.')).found, ['a/compose.yaml flavor-unknown']);
    assert.equal((await checkIn(folder, '.', '--no-detect')).code, 2);
  });
});

suite('routes that several gateways read, in the terminal', () => {
  const service = (name: string, flavor: string) =>
    `  ${name}:\n    image: kong:3.9.1\n    environment: { KONG_DATABASE: "off", KONG_DECLARATIVE_CONFIG: /k.yaml, KONG_ROUTER_FLAVOR: ${flavor} }\n    volumes: ["./kong.yaml:/k.yaml"]\n`;
  const compose = `services:\n${service('blue', 'expressions')}${service('green', 'traditional_compatible')}`;

  test('are reported with the gateway that rejects them', async (context) => {
    const kong =
      '_format_version: "3.0"\nroutes:\n  - name: orders\n    expression: http.path == "/orders"\n';
    const folder = temporaryFolder(context, { 'compose.yaml': compose, 'kong.yaml': kong });
    const { code, stdout } = await runCli(['check', 'kong.yaml'], { cwd: folder });
    assert.equal(code, 1);
    assert.deepEqual(stdout.split('\n').slice(2, 7), [
      'warning route-refused-elsewhere  Service `green` also reads this route, and rejects it under `traditional_compatible`. Kong: expression: unknown field',
      '  at kong.yaml:3:11, route orders',
      '  3 │   - name: orders',
      '    │           ^^^^^^',
      '  see compose.yaml:8:96: Service `green` runs `traditional_compatible`.',
    ]);
  });

  test('however many they are', async (context) => {
    const many = Array.from({ length: 320 }, (_, i) => `  - { name: r${i}, hosts: [r${i}.example.com] }\n`);
    const kong = `_format_version: "3.0"\nroutes:\n${many.join('')}  - { name: last, methods: [GET], paths: [/x] }\n`;
    const files = {
      'compose.yaml': compose.replace('expressions', 'traditional'),
      'kong.yaml': kong,
    };
    const { report } = await check(context, files, 'kong.yaml');
    const [file] = report.files;
    const countOf = (wanted: string) => file!.problems.filter(({ code }) => code === wanted).length;
    assert.deepEqual([countOf('route-reordered'), countOf('route-outranked')], [321, 1]);
    assert.equal(file!.problems.length, 322);
  });

  test('a flavor in a file that no reader knows is judged, wherever the directory has it', async (context) => {
    const { code, found, report } = await check(
      context,
      {
        Procfile: 'web: KONG_ROUTER_FLAVOR=atc kong start\n',
        'user-data.yaml':
          '#cloud-config\nwrite_files:\n  - path: /etc/kong/kong.conf\n    content: |\n      # router_flavor = x\n      router_flavor = expression\n',
        'render.yaml':
          'services:\n  - name: kong\n    envVars:\n      - key: KONG_ROUTER_FLAVOR\n        value: traditional_compat\n      - key: KONG_DATABASE\n        value: "off"\n',
        'fine.yaml':
          'env:\n  # KONG_ROUTER_FLAVOR: atc\n  KONG_ROUTER_FLAVOR: expressions\n  OTHER: ${KONG_ROUTER_FLAVOR:-x}\n',
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  t:\n    services:\n      kong:\n        image: kong:3.9\n        env:\n          KONG_ROUTER_FLAVOR: trad\n',
        'main.tf':
          'resource "docker_container" "kong" {\n  image = "kong:3.9"\n  env   = ["KONG_ROUTER_FLAVOR=expresions"]\n}\n',
        'README.md': '# `KONG_ROUTER_FLAVOR=wrong` is refused\n',
        'kong.sls':
          'kong:\n  docker_container.running:\n    - environment:\n      - KONG_ROUTER_FLAVOR: atc\n',
        'kong.pp': 'file { \'kong.conf\': content => "router_flavor = atc\\n" }\n',
        Vagrantfile: 'inline: "echo \'router_flavor = atc\' >> /etc/kong/kong.conf"\n',
        'app.ts': "new Container({ environment: { KONG_ROUTER_FLAVOR: 'atc' } });\n",
      },
      '.',
    );
    assert.equal(code, 1);
    assert.deepEqual(found, [
      '.github/workflows/ci.yml flavor-unknown',
      'Procfile flavor-unknown',
      'Vagrantfile flavor-unknown',
      'kong.pp flavor-unknown',
      'kong.sls flavor-unknown',
      'main.tf flavor-unknown',
      'render.yaml flavor-unknown',
      'user-data.yaml flavor-unknown',
    ]);
    const messages = report.files.flatMap(({ problems }) => problems.map(({ message }) => String(message)));
    assert.deepEqual(
      messages.map((message) => /write `(\w+)`/.exec(message)?.[1] ?? null),
      [
        ...['traditional', 'expressions', 'expressions', 'expressions', 'expressions', 'expressions'],
        ...['traditional_compatible', 'expressions'],
      ],
    );
  });

  test('a name that routes of several files have is reported at the second one', async (context) => {
    const routes = (...names: string[]) =>
      `_format_version: "3.0"\nroutes:\n${names.map((name) => `  - { name: ${name}, paths: [/${name}/] }\n`).join('')}`;
    const { found } = await check(
      context,
      { 'a.yaml': routes('one', 'two', 'three'), 'b.yaml': routes('three', 'four', 'five') },
      '.',
    );
    assert.deepEqual(found, ['a.yaml', 'b.yaml route-repeated']);
  });

  test('a file that is named is judged, whatever its name is and whether or not git ignores it', async (context) => {
    const files = {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.gitignore': 'out/\n',
      'app.ts': "new Container({ environment: { KONG_ROUTER_FLAVOR: 'atc' } });\n",
      'out/compose.yaml':
        'services:\n  kong:\n    image: kong:3.9\n    environment: { KONG_ROUTER_FLAVOR: expresions }\n',
    };
    for (const file of ['app.ts', 'out/compose.yaml']) {
      const { code, found } = await check(context, files, file);
      assert.deepEqual([code, found], [1, [`${file} flavor-unknown`]]);
    }
  });
});
