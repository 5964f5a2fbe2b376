import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn, flavorIn } from './found.js';

/** A service with Kong's image, with more lines. */
const service = (lines: string, name = 'kong') => `services:
  ${name}:
    image: kong:3.9
${lines.replace(/^/gm, '    ').trimEnd()}
`;

suite('services of compose files', () => {
  test('a service that runs Kong', () => {
    const { gateways, written, insertions } = findIn({
      'compose.yaml': `services:
  <|kong|>:
    image: kong/kong-gateway:<|3.11.0.2|>-ubuntu
    environment:
      KONG_DATABASE: "off"
      KONG_ROUTER_FLAVOR: "<|expressions|>"
      KONG_ROUTE_MATCH_CALCULATION: <|strict|>
      KONG_ROLE: data_plane
    deploy: { replicas: 3 }
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'compose-service kong at compose.yaml#1',
        flavor: 'expressions, written at compose.yaml#3',
        version: '3.11.0.2, image kong/kong-gateway:3.11.0.2-ubuntu at compose.yaml#2',
        calculation: 'strict, written at compose.yaml#4',
        role: 'data_plane',
        database: 'off',
        replicas: 3,
      },
    ]);
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at compose.yaml#3']);
    assert.deepEqual(insertions, [null]);
  });

  const at1 = 'written at compose.yaml#1';
  const passed = 'null, unknown (the shell variable KONG_ROUTER_FLAVOR) at compose.yaml#1';
  const environments: readonly (readonly [what: string, lines: string, flavor: string])[] = [
    ['a map', 'environment:\n  KONG_ROUTER_FLAVOR: <|expressions|>', `expressions, ${at1}`],
    ['a flow map', 'environment: { KONG_ROUTER_FLAVOR: <|expressions|>, A: b }', `expressions, ${at1}`],
    ['single quotes', "environment:\n  KONG_ROUTER_FLAVOR: '<|expressions|>'", `expressions, ${at1}`],
    [
      'blanks that Kong strips',
      'environment:\n  KONG_ROUTER_FLAVOR: " <|expressions|> "',
      `expressions, ${at1}`,
    ],
    [
      'a literal block',
      'environment:\n  KONG_ROUTER_FLAVOR: |\n    <|expressions|>\n  A: b',
      `expressions, ${at1}`,
    ],
    [
      'a folded block',
      'environment:\n  KONG_ROUTER_FLAVOR: >-\n    <|expressions|>\n  A: b',
      `expressions, ${at1}`,
    ],
    ['a list', 'environment:\n  - A=b\n  - KONG_ROUTER_FLAVOR=<|expressions|>', `expressions, ${at1}`],
    ['a list in quotes', 'environment:\n  - "KONG_ROUTER_FLAVOR=<|expressions|>"', `expressions, ${at1}`],
    ['a flow list', 'environment: ["KONG_ROUTER_FLAVOR=<|expressions|>"]', `expressions, ${at1}`],
    [
      'twice in a list',
      'environment:\n  - KONG_ROUTER_FLAVOR=atc\n  - KONG_ROUTER_FLAVOR=<|expressions|>',
      `expressions, ${at1}`,
    ],
    ['no flavor', 'environment:\n  KONG_ROUTER_FLAVOR: <|atc|>', `null ("atc"), ${at1}`],
    ['empty', 'environment:\n  KONG_ROUTER_FLAVOR: "<|>"', `null (""), ${at1}`],
    ['empty in a list', 'environment:\n  - KONG_ROUTER_FLAVOR=<|>', `null (""), ${at1}`],
    ['passed on', 'environment:\n  KONG_ROUTER_FLAVOR:<|>\n  A: b', passed],
    ['passed on, null', 'environment:\n  KONG_ROUTER_FLAVOR: <|null|>\n  A: b', passed],
    ['passed on in a list', 'environment:\n  - KONG_ROUTER_FLAVOR<|>\n  - A=b', passed],
    [
      'a dollar sign',
      'environment:\n  KONG_ROUTER_FLAVOR: <|$$expressions|>',
      `null ("$expressions"), ${at1}`,
    ],
    ['no variable', 'environment:\n  KONG_ROUTER_FLAVOR: <|$1|>', `null ("$1"), ${at1}`],
    [
      'what Compose refuses',
      'environment:\n  KONG_ROUTER_FLAVOR: <|${}|>',
      'null, unknown (a value that Docker Compose rejects) at compose.yaml#1',
    ],
    [
      'a secret of a vault',
      'environment:\n  KONG_ROUTER_FLAVOR: "<|{vault://env/flavor}|>"',
      'null, unknown (the secret {vault://env/flavor}) at compose.yaml#1',
    ],
    [
      'a secret of Docker',
      'environment:\n  KONG_ROUTER_FLAVOR_FILE: <|/run/secrets/flavor|>',
      'null, unknown (the file in KONG_ROUTER_FLAVOR_FILE) at compose.yaml#1',
    ],
    [
      'a secret of Docker that goes for nothing',
      'environment:\n  KONG_ROUTER_FLAVOR: <|expressions|>\n  KONG_ROUTER_FLAVOR_FILE: ""',
      `expressions, ${at1}`,
    ],
    [
      'a secret of Docker beside a value',
      'environment:\n  KONG_ROUTER_FLAVOR: <|expressions|>\n  KONG_ROUTER_FLAVOR_FILE: /x',
      `expressions, ${at1}`,
    ],
    ['nothing', 'environment:\n  A: b', 'traditional_compatible, kong-default'],
    [
      'a key that is cased otherwise',
      'environment:\n  kong_router_flavor: expressions',
      'traditional_compatible, kong-default',
    ],
  ];
  for (const [what, lines, flavor] of environments) {
    test(`the environment: ${what}`, () => {
      assert.equal(flavorIn({ 'compose.yaml': service(lines) }), flavor);
    });
  }

  test('before 3.0 the router is the traditional one', () => {
    assert.equal(
      flavorIn({ 'compose.yaml': 'services:\n  kong:\n    image: kong:2.8\n' }),
      'traditional, kong-default',
    );
  });

  test('anchors and merge keys', () => {
    const { gateways, written } = findIn({
      'docker-compose.yml': `x-env: &env
  KONG_DATABASE: off
  KONG_ROUTER_FLAVOR: <|expressions|>
services:
  <|one|>: &one
    image: kong:<|3.9|>
    environment: *env
  <|two|>:
    <<: *one
    environment:
      <<: *env
      KONG_ROUTER_FLAVOR: <|traditional|>
  <|three|>:
    image: kong:<|3.4|>
    environment:
      <<: [*env]
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'compose-service one at docker-compose.yml#2',
        flavor: 'expressions, written at docker-compose.yml#1',
        version: '3.9, image kong:3.9 at docker-compose.yml#3',
        database: 'off',
      },
      {
        gateway: 'compose-service two at docker-compose.yml#4',
        flavor: 'traditional, written at docker-compose.yml#5',
        version: '3.9, image kong:3.9 at docker-compose.yml#3',
        database: 'off',
      },
      {
        gateway: 'compose-service three at docker-compose.yml#6',
        flavor: 'expressions, written at docker-compose.yml#1',
        version: '3.4, image kong:3.4 at docker-compose.yml#7',
        database: 'off',
      },
    ]);
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR expressions at docker-compose.yml#1',
      'KONG_ROUTER_FLAVOR traditional at docker-compose.yml#5',
    ]);
  });

  const variables: readonly (readonly [text: string, env: string, flavor: string])[] = [
    ['$FLAVOR', 'FLAVOR=<|expressions|>', 'expressions, variable FLAVOR at .env#1'],
    ['${FLAVOR}', 'FLAVOR="<|expressions|>" # new', 'expressions, variable FLAVOR at .env#1'],
    ['${FLAVOR:-traditional}', 'FLAVOR=<|expressions|>', 'expressions, variable FLAVOR at .env#1'],
    ['${FLAVOR:-<|traditional|>}', 'FLAVOR=', 'traditional, variable FLAVOR at compose.yaml#1'],
    ['${FLAVOR-traditional}', 'FLAVOR=<|>', 'null (""), variable FLAVOR at .env#1'],
    ['${FLAVOR-<|traditional|>}', 'A=b', 'traditional, variable FLAVOR at compose.yaml#1'],
    ['${FLAVOR:-${OTHER:-<|expressions|>}}', 'A=b', 'expressions, variable OTHER at compose.yaml#1'],
    ['${FLAVOR:-$OTHER}', 'OTHER=<|expressions|>', 'expressions, variable OTHER at .env#1'],
    ['${FLAVOR:?no flavor}', 'FLAVOR=<|expressions|>', 'expressions, variable FLAVOR at .env#1'],
    ['${FLAVOR:+<|expressions|>}', 'FLAVOR=x', 'expressions, written at compose.yaml#1'],
    ['<|${A}${B}|>', 'A=express\nB=ions', 'expressions, variable A at compose.yaml#1'],
    ['<|traditional$B|>', 'B=_compatible', 'traditional_compatible, variable B at compose.yaml#1'],
    ['$FLAVOR', 'FLAVOR=${NEW:-<|expressions|>}', 'expressions, variable NEW at .env#1'],
    ['$FLAVOR', 'NEW=<|expressions|>\nFLAVOR=$NEW', 'expressions, variable NEW at .env#1'],
    ['$FLAVOR', 'FLAVOR=atc\nFLAVOR=<|expressions|>', 'expressions, variable FLAVOR at .env#1'],
    ['<|${FLAVOR}|>', 'A=b', 'null, unknown (the variable FLAVOR, which no file sets) at compose.yaml#1'],
    [
      '<|${FLAVOR:?no flavor}|>',
      'A=b',
      'null, unknown (the variable FLAVOR, which no file sets) at compose.yaml#1',
    ],
    [
      '<|$FLAVOR|>',
      'FLAVOR=$UNSET',
      'null, unknown (the variable UNSET, which no file sets) at compose.yaml#1',
    ],
  ];
  for (const [text, env, flavor] of variables) {
    test(`variables: ${text} with ${JSON.stringify(env)}`, () => {
      const compose = service(`environment:\n  KONG_ROUTER_FLAVOR: ${text}`);
      assert.equal(flavorIn({ 'compose.yaml': compose, '.env': env }), flavor);
    });
  }

  test('variables pass on, and are no environment of a container by themselves', () => {
    const env = 'KONG_ROUTER_FLAVOR=<|expressions|>\n';
    const passing = service('environment:\n  - KONG_ROUTER_FLAVOR\n');
    assert.equal(
      flavorIn({ 'compose.yaml': passing, '.env': env }),
      'expressions, variable KONG_ROUTER_FLAVOR at .env#1',
    );
    const { gateways, written } = findIn({ 'compose.yaml': service('restart: always'), '.env': env });
    assert.deepEqual(
      gateways.map(({ flavor }) => flavor),
      ['traditional_compatible, kong-default'],
    );
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at .env#1']);
  });

  const images: readonly (readonly [image: string, env: string, version: string])[] = [
    ['kong:${V:-<|3.9.1|>}', '', '3.9.1, image kong:3.9.1 at compose.yaml#1'],
    ['kong:${V}-ubuntu', 'V=<|3.4|>', '3.4, image kong:3.4-ubuntu at .env#1'],
    [
      'kong:<|${MAJOR}.${MINOR}|>',
      'MAJOR=3\nMINOR=6',
      '3.6, image kong:3.6 at compose.yaml:3:12 kong:${MAJOR}.${MINOR}',
    ],
    ['${REGISTRY}kong/kong:<|3.8|>', '', '3.8, image kong/kong:3.8 at compose.yaml#1'],
    ['<|kong:${V}|>', '', 'null, unknown (the variable V, which no file sets) at compose.yaml#1'],
    ['<|kong:3.9${V}|>', '', 'null, unknown (the variable V, which no file sets) at compose.yaml#1'],
    ['${KONG_DOCKER_TAG:-kong:latest}', '', 'null, kong-default'],
    ['kong@sha256:0123', '', 'null, kong-default'],
    [
      'localhost:5000/kong:<|3.7|>@sha256:0123',
      '',
      '3.7, image localhost:5000/kong:3.7@sha256:0123 at compose.yaml#1',
    ],
  ];
  for (const [image, env, version] of images) {
    test(`the image ${image}${env && ` with ${JSON.stringify(env)}`}`, () => {
      const { gateways } = findIn({
        'compose.yaml': `services:\n  kong:\n    image: ${image}\n`,
        '.env': env,
      });
      assert.deepEqual(
        gateways.map(({ version }) => version),
        [version],
      );
    });
  }
});

suite('environment files of services', () => {
  const files: readonly (readonly [lines: string, flavor: string])[] = [
    ['env_file: kong.env', 'expressions, written at kong.env#1'],
    ['env_file: ./kong.env', 'expressions, written at kong.env#1'],
    ['env_file:\n  - kong.env', 'expressions, written at kong.env#1'],
    ['env_file:\n  - kong.env\n  - other.env', 'traditional, written at other.env#1'],
    ['env_file:\n  - other.env\n  - kong.env', 'expressions, written at kong.env#1'],
    ['env_file:\n  - path: kong.env\n    required: false', 'expressions, written at kong.env#1'],
    [
      'env_file:\n  - path: quoted.env\n    format: raw',
      'null ("\\"expressions\\""), written at quoted.env:1:20 "expressions"',
    ],
    ['env_file: quoted.env', 'expressions, written at quoted.env#1'],
    ['env_file: ${WHICH:-kong}.env', 'expressions, written at kong.env#1'],
    ['env_file:\n  - path: none.env\n    required: false', 'traditional_compatible, kong-default'],
    ['env_file: passed.env', 'null, unknown (the shell variable KONG_ROUTER_FLAVOR) at passed.env#1'],
    ['env_file: [kong.env, passed.env]', 'expressions, written at kong.env#1'],
    [
      'env_file: own.env\nenvironment: { OWN: <|expressions|> }',
      'expressions, variable OWN at compose.yaml#1',
    ],
    ['env_file: none.env', 'null, unknown (the file none.env, which does not exist here)'],
    [
      'env_file: kong.env\nenvironment:\n  KONG_ROUTER_FLAVOR: <|traditional|>',
      'traditional, written at compose.yaml#1',
    ],
  ];
  for (const [lines, flavor] of files) {
    test(JSON.stringify(lines), () => {
      assert.equal(
        flavorIn({
          'compose.yaml': service(lines),
          'kong.env': 'export KONG_ROUTER_FLAVOR=<|expressions|>\n',
          'other.env': 'KONG_ROUTER_FLAVOR: <|traditional|> # as before\n',
          'own.env': 'KONG_ROUTER_FLAVOR=$OWN\n',
          'passed.env': 'KONG_ROUTER_FLAVOR<|>\n',
          'quoted.env': 'KONG_ROUTER_FLAVOR="<|expressions|>"\n',
        }),
        flavor,
      );
    });
  }
});

test('an environment file of any name is one if a service has it', () => {
  const { gateways, written } = findIn({
    'compose.yaml': service('env_file: kong.variables'),
    'kong.variables': 'KONG_ROUTER_FLAVOR=<|atc|>\n',
    'other.variables': 'KONG_ROUTER_FLAVOR=expressions\n',
  });
  assert.deepEqual(
    gateways.map(({ flavor }) => flavor),
    ['null ("atc"), written at kong.variables#1'],
  );
  // Of another one it is only known what is written in it.
  assert.deepEqual(written, [
    'KONG_ROUTER_FLAVOR atc at kong.variables#1',
    'KONG_ROUTER_FLAVOR expressions at other.variables:1:20 expressions',
  ]);
});

suite('what a compose file has to say to be that of a Gateway', () => {
  const yes: readonly (readonly [what: string, service: string])[] = [
    ['its image', 'image: kong'],
    ['its image, with variables', 'image: ${REGISTRY}/kong/kong-gateway:${V}'],
    ['its command', 'image: registry/gateway:1\ncommand: kong start\nenvironment:\n  KONG_DATABASE: off'],
    [
      'its entrypoint',
      'image: registry/gateway:1\nentrypoint: ["/docker-entrypoint.sh", kong, docker-start]\nenvironment: [KONG_PG_HOST=db]',
    ],
    [
      'its check',
      'image: registry/gateway:1\nhealthcheck:\n  test: [CMD, kong, health]\nenvironment: [KONG_PROXY_LISTEN=0.0.0.0:80]',
    ],
    ['the name of its image', 'image: registry/my-kong:1\nenvironment: [KONG_DECLARATIVE_CONFIG=/kong.yml]'],
    ['the variable with its image', 'image: ${KONG_IMAGE}\nenvironment: [KONG_DECLARATIVE_CONFIG=/kong.yml]'],
    [
      'migrations, and then the start',
      'image: kong\ncommand: sh -c "kong migrations bootstrap && kong start"',
    ],
  ];
  const no: readonly (readonly [what: string, service: string])[] = [
    ['a database', 'image: postgres:13\nenvironment: { POSTGRES_DB: kong, KONG_DATABASE: postgres }'],
    ['Konga', 'image: pantsel/konga:1\nenvironment: { KONG_ADMIN_URL: http://kong:8001 }'],
    ['decK', 'image: kong/deck:v1\nenvironment: { DECK_KONG_ADDR: http://kong:8001, KONG_DATABASE: off }'],
    [
      'the ingress controller',
      'image: kong/kubernetes-ingress-controller:3.4\nenvironment: { KONG_ROUTER_FLAVOR: expressions }',
    ],
    ['an exporter', 'image: registry/kong-exporter:1\nenvironment: { KONG_ADMIN_LISTEN: kong:8001 }'],
    [
      'a client',
      'image: registry/app:1\nenvironment: { KONG_ADMIN_URL: http://kong:8001, KONG_DATABASE: off }',
    ],
    [
      'migrations',
      'image: kong:3.9\ncommand: kong migrations bootstrap\nenvironment: { KONG_ROUTER_FLAVOR: traditional }',
    ],
    ['migrations in a list', 'image: kong:3.9\ncommand: ["kong", "migrations", "up"]'],
    ['migrations by a script', 'image: kong:3.9\ncommand: ./up.sh'],
    ['a certificate', 'image: kong:3.9\ncommand: sh -c "kong hybrid gen_cert /a /b"'],
    ['an import', 'image: kong:3.9\ncommand: kong config db_import /kong.yml'],
  ];
  for (const [what, lines] of yes) {
    test(`a Gateway by ${what}`, () => {
      const text = `services:\n  edge:\n${lines.replace(/^/gm, '    ')}\n`;
      assert.equal(findIn({ 'compose.yaml': text }).gateways.length, 1);
    });
  }
  for (const [what, lines] of no) {
    test(`no Gateway: ${what}`, () => {
      const text = `services:\n  migration:\n${lines.replace(/^/gm, '    ')}\n`;
      assert.deepEqual(findIn({ 'compose.yaml': text }).gateways, []);
    });
  }

  test('any file of that shape is a compose file', () => {
    const text = service('restart: always');
    const is = (path: string, text: string) => findIn({ [path]: text }).gateways.length === 1;
    assert.ok(is('stack.yml', text));
    assert.ok(is('deploy/everything.yaml', text));
    assert.ok(is('docker-compose.json', '{"services": {"kong": {"image": "kong:3.9"}}}'));
    assert.ok(!is('compose.txt', text));
    assert.ok(!is('kong.yml', '_format_version: "3.0"\nservices:\n- name: kong\n  image: kong\n'));
    assert.ok(!is('values.yaml', 'services:\n  kong:\n    image: { repository: kong, tag: "3.9" }\n'));
  });
});
