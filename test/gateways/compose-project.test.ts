import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn, flavorIn } from './found.js';

/** What distinguishes gateways, in one line each. */
const flavorsIn = (contents: Readonly<Record<string, string>>) =>
  findIn(contents).gateways.map(({ gateway, flavor }) => `${gateway}: ${flavor}`);

suite('compose files that belong together', () => {
  const base = `services:
  kong:
    image: kong:3.9
    environment:
      KONG_DATABASE: "off"
      KONG_ROUTER_FLAVOR: traditional
`;

  test('an override goes on top of the file that Compose looks for', () => {
    const { gateways, sets, written } = findIn({
      'docker-compose.yml': base,
      'docker-compose.override.yml': `services:
  kong:
    image: kong:<|3.10|>
    environment:
      - KONG_ROUTER_FLAVOR=<|expressions|>
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'compose-service kong at docker-compose.yml:2:3 kong',
        flavor: 'expressions, written at docker-compose.override.yml#2',
        version: '3.10, image kong:3.10 at docker-compose.override.yml#1',
        database: 'off',
      },
    ]);
    assert.deepEqual(sets, []);
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR traditional at docker-compose.yml:6:27 traditional',
      'KONG_ROUTER_FLAVOR expressions at docker-compose.override.yml#2',
    ]);
  });

  test('an override removes and replaces values', () => {
    for (const [override, flavor] of [
      ['environment:\n  KONG_ROUTER_FLAVOR: !reset null', 'traditional_compatible, kong-default'],
      ['environment: !override\n  A: b', 'traditional_compatible, kong-default'],
      ['environment: !reset {}', 'traditional_compatible, kong-default'],
      ['environment:\n  A: b', 'traditional, written at compose.yaml:6:27 traditional'],
      [
        'environment: !override\n  KONG_ROUTER_FLAVOR: <|atc|>',
        'null ("atc"), written at compose.override.yaml#1',
      ],
    ] as const) {
      const text = `services:\n  kong:\n${override.replace(/^/gm, '    ')}\n`;
      assert.equal(flavorIn({ 'compose.yaml': base, 'compose.override.yaml': text }), flavor, override);
    }
  });

  test('of the names that Compose looks for, the first', () => {
    assert.deepEqual(
      flavorsIn({
        'docker-compose.yml': base,
        'compose.yaml': base.replace('traditional', '<|expressions|>'),
        'compose.override.yml': 'services:\n  kong:\n    restart: always\n',
      }),
      [
        'compose-service kong at compose.yaml:2:3 kong: expressions, written at compose.yaml#1',
        'compose-service kong at docker-compose.yml:2:3 kong: traditional, written at docker-compose.yml:6:27 traditional',
      ],
    );
  });

  test('COMPOSE_FILE names others', () => {
    assert.deepEqual(
      flavorsIn({
        '.env': 'COMPOSE_FILE=base.yml:more/local.yml\n',
        'base.yml': base,
        'more/local.yml':
          'services:\n  kong:\n    image: kong\n    environment: [KONG_ROUTER_FLAVOR=<|expressions|>]\n',
        'more/other.yml': base,
      }),
      [
        'compose-service kong at base.yml:2:3 kong: expressions, written at more/local.yml#1',
        'compose-service kong at more/other.yml:2:3 kong: traditional, written at more/other.yml:6:27 traditional',
      ],
    );
  });

  test('a file for one occasion changes the usual ones, and both are found', () => {
    const { gateways, sets } = findIn({
      'docker-compose.yml': base,
      'docker-compose.prod.yml': `services:
  kong:
    environment:
      KONG_ROUTER_FLAVOR: <|expressions|>
`,
      'docker-compose.ports.yml': 'services:\n  kong:\n    ports: ["80:8000"]\n',
    });
    assert.deepEqual(
      gateways.map(({ gateway, flavor, version, database }) => [gateway, flavor, version, database]),
      [
        [
          'compose-service kong at docker-compose.yml:2:3 kong',
          'traditional, written at docker-compose.yml:6:27 traditional',
          '3.9, image kong:3.9 at docker-compose.yml:3:17 3.9',
          'off',
        ],
        [
          'compose-service kong at docker-compose.prod.yml:2:3 kong',
          'expressions, written at docker-compose.prod.yml#1',
          '3.9, image kong:3.9 at docker-compose.yml:3:17 3.9',
          'off',
        ],
      ],
    );
    assert.deepEqual(sets, [
      'overlays kong kong: docker-compose.yml and docker-compose.prod.yml each define the service kong',
    ]);
  });

  test('a file with complete services is a project of its own', () => {
    const { gateways, sets } = findIn({
      'compose.dev.yaml': base,
      'compose.prod.yaml': base.replace(/ +environment[\s\S]*/, ''),
    });
    assert.deepEqual(
      gateways.map(({ flavor }) => flavor),
      ['traditional, written at compose.dev.yaml:6:27 traditional', 'traditional_compatible, kong-default'],
    );
    assert.deepEqual(sets, [
      'overlays kong kong: compose.dev.yaml and compose.prod.yaml each define the service kong',
    ]);
  });

  test('a file that changes the only one that has what it changes', () => {
    assert.deepEqual(
      flavorsIn({
        'compose.base.yaml': base,
        'compose.dev.yaml': 'services:\n  kong:\n    environment:\n      KONG_ROUTER_FLAVOR: <|atc|>\n',
      }),
      [
        'compose-service kong at compose.base.yaml:2:3 kong: traditional, written at compose.base.yaml:6:27 traditional',
        'compose-service kong at compose.dev.yaml:2:3 kong: null ("atc"), written at compose.dev.yaml#1',
      ],
    );
  });

  test('of two that have what a file changes, the usual one; of two others, neither', () => {
    const change = 'services:\n  kong:\n    environment:\n      KONG_ROUTER_FLAVOR: <|atc|>\n';
    const whole = 'services:\n  kong:\n    image: kong:3.4\n';
    const dev = (contents: Readonly<Record<string, string>>) =>
      flavorsIn({ ...contents, 'compose.dev.yaml': change }).filter((line) =>
        line.includes('compose.dev.yaml'),
      );
    assert.deepEqual(dev({ 'compose.yaml': base, 'compose.old.yaml': whole }), [
      'compose-service kong at compose.dev.yaml:2:3 kong: null ("atc"), written at compose.dev.yaml#1',
    ]);
    assert.deepEqual(dev({ 'compose.new.yaml': base, 'compose.old.yaml': whole }), []);
  });

  test('services of one name in files that are no compose files by name are not one', () => {
    const { gateways, sets } = findIn({ 'a.yml': base, 'b.yml': base });
    assert.equal(gateways.length, 2);
    assert.deepEqual(sets, []);
  });

  test('a service that extends one of a file that is started by itself', () => {
    assert.deepEqual(
      flavorsIn({
        'compose.yaml': base,
        'more/compose.yaml': 'services:\n  edge:\n    extends: { file: ../compose.yaml, service: kong }\n',
      }),
      [
        'compose-service kong at compose.yaml:2:3 kong: traditional, written at compose.yaml:6:27 traditional',
        'compose-service edge at more/compose.yaml:2:3 edge: traditional, written at compose.yaml:6:27 traditional',
      ],
    );
  });

  test('a service extends another one', () => {
    assert.deepEqual(
      flavorsIn({
        'compose.yaml': `services:
  <|base|>:
    image: kong:3.9
    environment:
      KONG_ROUTER_FLAVOR: <|expressions|>
  <|one|>:
    extends: base
  <|two|>:
    extends: { service: one }
    environment: [KONG_ROUTER_FLAVOR=<|traditional|>]
`,
      }),
      [
        'compose-service base at compose.yaml#1: expressions, written at compose.yaml#2',
        'compose-service one at compose.yaml#3: expressions, written at compose.yaml#2',
        'compose-service two at compose.yaml#4: traditional, written at compose.yaml#5',
      ],
    );
  });

  test('a service extends one of another file, whose paths are its own, and which is none by itself', () => {
    const { gateways } = findIn({
      'compose.yaml': 'services:\n  edge:\n    extends: { file: ./common/services.yml, service: kong }\n',
      'common/services.yml': `services:
  kong:
    image: kong:3.9
    env_file: kong.env
    volumes: ["./kong.yml:/kong.yml"]
    environment: { KONG_DECLARATIVE_CONFIG: /kong.yml }
  other:
    image: kong:2.8
`,
      'common/kong.env': 'KONG_ROUTER_FLAVOR=<|expressions|>\n',
      'kong.env': 'KONG_ROUTER_FLAVOR=traditional\n',
    });
    assert.deepEqual(
      gateways.map(({ gateway, flavor, reads }) => [gateway, flavor, reads]),
      [
        [
          'compose-service edge at compose.yaml:2:3 edge',
          'expressions, written at common/kong.env#1',
          ['common/kong.yml'],
        ],
        ['compose-service other at common/services.yml:7:3 other', 'traditional, kong-default', undefined],
      ],
    );
  });

  test('services that extend each other', () => {
    const set = 'environment: [KONG_ROUTER_FLAVOR=expressions]';
    const text = `services:\n  a:\n    image: kong:3.9\n    extends: b\n    ${set}\n  b:\n    extends: a\n    ${set}\n`;
    assert.equal(findIn({ 'compose.yaml': text }).gateways.length, 2);
  });

  test('included files, with the variables of their own folders', () => {
    const kong =
      'services:\n  kong:\n    image: kong:3.9\n    environment: { KONG_ROUTER_FLAVOR: "$FLAVOR" }\n';
    assert.deepEqual(
      flavorsIn({
        'compose.yaml': `include:
  - one/compose.yaml
  - path: [two/compose.yaml, two/more.yaml]
    env_file: two.env
services:
  app: { image: app }
`,
        'one/compose.yaml': kong,
        'one/.env': 'FLAVOR=<|expressions|>\n',
        'two/compose.yaml': kong,
        'two/more.yaml': 'services:\n  kong:\n    image: kong:3.8\n',
        'two.env': 'FLAVOR=<|traditional|>\n',
      }).toSorted(),
      [
        'compose-service kong at one/compose.yaml:2:3 kong: expressions, variable FLAVOR at one/.env#1',
        'compose-service kong at two/compose.yaml:2:3 kong: traditional, variable FLAVOR at two.env#1',
      ],
    );
  });
});

suite('what a service reads', () => {
  /** The addresses that the one gateway of a folder reads. */
  const readIn = (lines: string, more: Readonly<Record<string, string>> = {}) => {
    const text = `services:\n  kong:\n    image: kong:3.9\n${lines.replace(/^/gm, '    ')}\n`;
    const { gateways } = findIn({ 'docker/compose.yaml': text, ...more });
    assert.equal(gateways.length, 1);
    return gateways[0]!.reads ?? [];
  };
  const declarative = (path: string) =>
    `environment: { KONG_DATABASE: off, KONG_DECLARATIVE_CONFIG: ${path} }\n`;

  test('the file that is mounted where Kong is told to look', () => {
    const config = declarative('/kong/kong.yml');
    const volumes: readonly (readonly [volumes: string, reads: readonly string[]])[] = [
      ['- ./kong.yml:/kong/kong.yml:ro,z', ['docker/kong.yml']],
      ['- ../kong.yml:/kong/kong.yml', ['kong.yml']],
      ['- ${PWD}/kong.yml:/kong/kong.yml', ['docker/kong.yml']],
      ['- $DIR/kong.yml:/kong/kong.yml', ['docker/conf/kong.yml']],
      ['- ./conf:/kong', ['docker/conf/kong.yml']],
      ['- ./conf:/kong/', ['docker/conf/kong.yml']],
      ['- ./conf:/kong\n- ./other.yml:/kong/kong.yml', ['docker/other.yml']],
      ['- ./other.yml:/kong/kong.yml\n- ./conf:/kong', ['docker/other.yml']],
      ['- ./a.yml:/kong/kong.yml\n- ./b.yml:/kong/kong.yml', ['docker/b.yml']],
      ['- { type: bind, source: ./kong.yml, target: /kong/kong.yml }', ['docker/kong.yml']],
      ['- ./a file.yml:/kong/kong.yml', ['docker/a%20file.yml']],
      ['- ./kong.yml:/kong/kong.yml\n- ./other.yml:/other.yml', ['docker/kong.yml']],
      // Of what is mounted elsewhere, only a script can know whether it gets there.
      ['- ./other.yml:/other.yml\n- ./run.sh:/run.sh', ['docker/other.yml']],
      ['- ./templates:/templates\n- ./run.sh:/run.sh', ['docker/templates/']],
      ['- ./other.json:/other.json', ['docker/other.json']],
      ['- named:/kong', []],
      ['- ~/kong.yml:/kong/kong.yml', []],
      ['- ${UNSET}/kong.yml:/kong/kong.yml', []],
    ];
    for (const [lines, reads] of volumes) {
      const volumes = `volumes:\n${lines.replace(/^/gm, '  ')}`;
      assert.deepEqual(readIn(`${config}${volumes}`, { 'docker/.env': 'DIR=./conf\n' }), reads, lines);
    }
  });

  test('configs and secrets', () => {
    const { gateways } = findIn({
      'compose.yaml': `services:
  one:
    image: kong:3.9
    ${declarative('/kong/kong.yml')}
    configs:
      - { source: routes, target: /kong/kong.yml }
      - source: conf
        target: /etc/kong/kong.conf
  two:
    image: kong:3.9
    ${declarative('/run/secrets/routes')}
    secrets: [routes]
configs:
  routes: { file: ./one.yml }
  conf:
    content: |
      # of this file
      router_flavor = <|expressions|>
      role = \${ROLE:-data_plane}
secrets:
  routes: { file: ./two.txt }
`,
    });
    assert.deepEqual(
      gateways.map(({ flavor, reads, role }) => [flavor, reads, role]),
      [
        ['expressions, written at compose.yaml#1', ['one.yml', 'compose.yaml'], 'data_plane'],
        ['traditional_compatible, kong-default', ['two.txt'], undefined],
      ],
    );
  });

  test('a file that is written in the compose file is no folder', () => {
    assert.deepEqual(
      readIn(`${declarative('/kong/kong.yml')}configs: [{ source: routes, target: /kong }]`, {
        'docker/compose.override.yaml':
          'configs:\n  routes:\n    content: "{}"\nservices:\n  kong:\n    volumes: [./a.yml:/a.yml]\n',
      }),
      ['docker/a.yml'],
    );
  });

  test('a kong.conf, which the environment goes before', () => {
    const conf = { 'docker/kong.conf': 'router_flavor = <|expressions|>\ndatabase = off\n' };
    const gatewayWith = (lines: string, more: Readonly<Record<string, string>> = conf) => {
      const text = `services:\n  kong:\n    image: kong:3.9\n${lines.replace(/^/gm, '    ')}\n`;
      return findIn({ 'docker/compose.yaml': text, ...more }).gateways.map(({ flavor, database, reads }) => [
        flavor,
        database,
        reads,
      ]);
    };
    const mounted = 'volumes: ["./kong.conf:/etc/kong/kong.conf"]';
    assert.deepEqual(gatewayWith(mounted), [
      ['expressions, written at docker/kong.conf#1', 'off', ['docker/kong.conf']],
    ]);
    assert.deepEqual(gatewayWith(`${mounted}\nenvironment: { KONG_ROUTER_FLAVOR: traditional }`), [
      ['traditional, written at docker/compose.yaml:5:40 traditional', 'off', ['docker/kong.conf']],
    ]);
    assert.deepEqual(gatewayWith('volumes: [".:/etc/kong"]'), [
      ['expressions, written at docker/kong.conf#1', 'off', ['docker/kong.conf']],
    ]);
    assert.deepEqual(gatewayWith('volumes: [".:/conf"]\ncommand: kong start -c /conf/kong.conf'), [
      ['expressions, written at docker/kong.conf#1', 'off', ['docker/kong.conf']],
    ]);
    assert.deepEqual(
      gatewayWith('volumes: [".:/conf"]\nworking_dir: /conf\ncommand: kong start --conf=kong.conf'),
      [['expressions, written at docker/kong.conf#1', 'off', ['docker/kong.conf']]],
    );
    assert.deepEqual(gatewayWith(mounted, {}), [
      ['null, unknown (the file kong.conf, which does not exist here)', undefined, ['docker/kong.conf']],
    ]);
    // Not where Kong looks, so that it is a gateway of its own.
    assert.deepEqual(gatewayWith('volumes: ["./kong.conf:/conf/kong.conf"]'), [
      ['expressions, written at docker/kong.conf#1', 'off', undefined],
      ['traditional_compatible, kong-default', undefined, undefined],
    ]);
  });
});

suite('where a service can be given a flavor', () => {
  const insertions: readonly (readonly [compose: string, insertion: string])[] = [
    [
      'services:\n  kong:\n    image: kong:3.9\n    environment:\n      # both\n      A: b # the last<|>\n',
      '"\\n      KONG_ROUTER_FLAVOR: %s"',
    ],
    [
      'services:\n  kong:\n    image: kong:3.9\n    environment:\n      - A=b<|>\n',
      '"\\n      - KONG_ROUTER_FLAVOR=%s"',
    ],
    [
      'services:\n  kong:\n    image: kong:3.9\n    environment:\n    - A=b<|>\n',
      '"\\n    - KONG_ROUTER_FLAVOR=%s"',
    ],
    [
      'services:\n  kong:\n    image: kong:3.9\n    environment: {<|>A: b}\n',
      '"\\"KONG_ROUTER_FLAVOR\\": \\"%s\\", "',
    ],
    [
      'services:\n  kong:\n    image: kong:3.9\n    environment: [<|>A=b]\n',
      '"\\"KONG_ROUTER_FLAVOR=%s\\", "',
    ],
    ['services:\n  kong:\n    image: kong:3.9\n    environment:<|>\n', '"\\n      KONG_ROUTER_FLAVOR: %s"'],
    ['services:\n  kong:\n    image: kong:3.9<|>\n', '"\\n    environment:\\n      KONG_ROUTER_FLAVOR: %s"'],
    [
      'services:\n    kong:\n        image: kong:3.9<|>\n',
      '"\\n        environment:\\n            KONG_ROUTER_FLAVOR: %s"',
    ],
    [
      'services:\r\n  kong:\r\n    image: kong:3.9<|>\r\n',
      '"\\r\\n    environment:\\r\\n      KONG_ROUTER_FLAVOR: %s"',
    ],
    [
      'services:\n  kong: {<|>image: kong}\n',
      '"\\"environment\\": { \\"KONG_ROUTER_FLAVOR\\": \\"%s\\" }, "',
    ],
    [
      '{"services": {"kong": {<|>"image": "kong"}}}',
      '"\\"environment\\": { \\"KONG_ROUTER_FLAVOR\\": \\"%s\\" }, "',
    ],
    ['services:\n  kong:\n    image: kong:3.9\n    environment:\n      KONG_ROUTER_FLAVOR:<|>\n', '" %s"'],
    ['services:\n  kong:\n    image: kong:3.9\n    environment:\n      KONG_ROUTER_FLAVOR: <|~|>\n', '"%s"'],
    ['services:\n  kong:\n    image: kong:3.9\n    environment:\n      - KONG_ROUTER_FLAVOR<|>\n', '"=%s"'],
    [
      'x-env: &env\n  A: b\nservices:\n  kong:\n    image: kong:3.9\n    environment:\n      <|><<: *env\n',
      '"KONG_ROUTER_FLAVOR: %s\\n      "',
    ],
  ];
  for (const [compose, insertion] of insertions) {
    test(JSON.stringify(compose), () => {
      assert.deepEqual(findIn({ 'compose.yaml': compose }).insertions, [`compose.yaml#1 ← ${insertion}`]);
    });
  }

  test('in the file on top, if that has an environment', () => {
    const base = 'services:\n  kong:\n    image: kong:3.9\n';
    const { insertions } = findIn({
      'compose.yaml': base,
      'compose.override.yaml': 'services:\n  kong:\n    environment:\n      A: b<|>\n',
    });
    assert.deepEqual(insertions, ['compose.override.yaml#1 ← "\\n      KONG_ROUTER_FLAVOR: %s"']);
  });
});

suite('services that have to agree', () => {
  const node = (name: string, environment: string, more = '') =>
    `  ${name}:\n    image: kong:3.9\n    environment: { ${environment} }\n${more}`;
  const setsIn = (...services: string[]) =>
    findIn({ 'compose.yaml': `services:\n${services.join('')}` }).sets;

  test('a control plane and its data planes', () => {
    assert.deepEqual(
      setsIn(
        node('cp', 'KONG_ROLE: control_plane', '    container_name: kong-cp\n'),
        node('dp-1', 'KONG_ROLE: data_plane, KONG_CLUSTER_CONTROL_PLANE: "cp:8005"'),
        node('dp-2', 'KONG_ROLE: data_plane, KONG_CLUSTER_CONTROL_PLANE: "kong-cp:8005"'),
        node('elsewhere', 'KONG_ROLE: data_plane, KONG_CLUSTER_CONTROL_PLANE: "x.konghq.com:443"'),
      ),
      ['hybrid cp dp-1 dp-2: cp is the control plane of dp-1 and dp-2'],
    );
  });

  test('a control plane by the aliases of its networks', () => {
    assert.deepEqual(
      setsIn(
        node('cp', 'KONG_ROLE: control_plane', '    networks: { default: { aliases: [plane] } }\n'),
        node('dp', 'KONG_ROLE: data_plane, KONG_CLUSTER_CONTROL_PLANE: "plane:8005"'),
      ),
      ['hybrid cp dp: cp is the control plane of dp'],
    );
  });

  test('nodes on one database', () => {
    assert.deepEqual(
      setsIn(
        node('one', 'KONG_DATABASE: postgres, KONG_PG_HOST: db'),
        node('two', 'KONG_PG_HOST: db, KONG_PG_PORT: 5432, KONG_PG_DATABASE: kong'),
        node('three', 'KONG_PG_HOST: db, KONG_PG_DATABASE: other'),
        node('cp', 'KONG_PG_HOST: db, KONG_ROLE: control_plane'),
        node('none', 'KONG_PG_HOST: db, KONG_DATABASE: off'),
        node('dp', 'KONG_PG_HOST: db, KONG_ROLE: data_plane'),
        node('dp-2', 'KONG_PG_HOST: db, KONG_ROLE: data_plane'),
        node('alone', 'KONG_DATABASE: postgres'),
        node('local', 'KONG_DATABASE: postgres'),
        node('a', 'KONG_PG_HOST: "$PG"'),
        node('b', 'KONG_PG_HOST: "${PG}"'),
      ),
      ['replicas one two: one and two use the same database', 'replicas a b: a and b use the same database'],
    );
  });

  test('across files that are included', () => {
    const { sets } = findIn({
      'compose.yaml': `include: [cp/compose.yaml]\nservices:\n${node('dp', 'KONG_ROLE: data_plane, KONG_CLUSTER_CONTROL_PLANE: "cp:8005"')}`,
      'cp/compose.yaml': `services:\n${node('cp', 'KONG_ROLE: control_plane')}`,
      'other/compose.yaml': `services:\n${node('cp', 'KONG_ROLE: control_plane')}`,
    });
    assert.deepEqual(sets, ['hybrid cp dp: cp is the control plane of dp']);
  });

  test('a data plane as an overlay has it is with the control plane that it does not change', () => {
    const { sets } = findIn({
      'compose.yaml': `services:\n${node('cp', 'KONG_ROLE: control_plane')}${node('dp', 'KONG_CLUSTER_CONTROL_PLANE: "cp:8005"')}`,
      'compose.prod.yaml': 'services:\n  dp:\n    environment: { KONG_ROUTER_FLAVOR: expressions }\n',
    });
    assert.deepEqual(sets, [
      'hybrid cp dp: cp is the control plane of dp',
      'hybrid cp dp: cp is the control plane of dp',
      'overlays dp dp: compose.yaml and compose.prod.yaml each define the service dp',
    ]);
  });
});
