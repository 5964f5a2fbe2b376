import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn, flavorIn } from './found.js';

suite('Dockerfiles', () => {
  test('an image that is built on Kong’s', () => {
    const { gateways, written, insertions } = findIn({
      'gateway/Dockerfile': `ARG KONG_VERSION=<|3.9.1|>
<|FROM kong/kong:\${KONG_VERSION}|>
ENV KONG_DATABASE=off KONG_ROUTER_FLAVOR="<|expressions|>"
ENV KONG_DECLARATIVE_CONFIG /etc/kong/kong.yml
COPY --chown=kong conf/kong.yml /etc/kong/
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'dockerfile Dockerfile at gateway/Dockerfile#2',
        flavor: 'expressions, written at gateway/Dockerfile#3',
        version: '3.9.1, image kong/kong:3.9.1 at gateway/Dockerfile#1',
        database: 'off',
        reads: ['gateway/conf/kong.yml'],
      },
    ]);
    assert.deepEqual(written, ['KONG_ROUTER_FLAVOR expressions at gateway/Dockerfile#3']);
    assert.deepEqual(insertions, [null]);
  });

  const at1 = 'written at Dockerfile#1';
  const unset = 'traditional_compatible, kong-default';
  const values: readonly (readonly [lines: string, flavor: string])[] = [
    ['ENV KONG_ROUTER_FLAVOR=<|expressions|>', `expressions, ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR <|expressions|>', `expressions, ${at1}`],
    ['env A=b \\\n    # between\n    KONG_ROUTER_FLAVOR=<|expressions|>', `expressions, ${at1}`],
    ["ENV KONG_ROUTER_FLAVOR='<|expressions|>'", `expressions, ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR="<|>"', `null (""), ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR=<|>', `null (""), ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR=<|a\\ b|>', `null ("a b"), ${at1}`],
    ["ENV KONG_ROUTER_FLAVOR='<|$A|>'", `null ("$A"), ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR="<|a\\$b|>"', `null ("a$b"), ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR="<|a\\"b|>"', `null ("a\\"b"), ${at1}`],
    ['ENV KONG_ROUTER_FLAVOR=atc\nENV KONG_ROUTER_FLAVOR=<|expressions|>', `expressions, ${at1}`],
    [
      'ARG FLAVOR=<|expressions|>\nENV KONG_ROUTER_FLAVOR=$FLAVOR',
      'expressions, variable FLAVOR at Dockerfile#1',
    ],
    ['ENV KONG_ROUTER_FLAVOR=${FLAVOR:-<|expressions|>}', 'expressions, variable FLAVOR at Dockerfile#1'],
    ['ENV F=traditional\nENV KONG_ROUTER_FLAVOR=${F:+<|expressions|>}', `expressions, ${at1}`],
    ['ENV F=<|expressions|>\nENV F=atc KONG_ROUTER_FLAVOR=$F', 'expressions, variable F at Dockerfile#1'],
    [
      'ARG F=traditional\nENV F=<|expressions|>\nENV KONG_ROUTER_FLAVOR=$F',
      'expressions, variable F at Dockerfile#1',
    ],
    ['ENV KONG_ROUTER_FLAVOR=<|$UNDECLARED|>', 'null (""), variable UNDECLARED at Dockerfile#1'],
    [
      'ARG FLAVOR\nENV KONG_ROUTER_FLAVOR=<|$FLAVOR|>',
      'null, unknown (the variable FLAVOR, which no file sets) at Dockerfile#1',
    ],
    ['RUN echo KONG_ROUTER_FLAVOR=expressions', unset],
    ['# ENV KONG_ROUTER_FLAVOR=expressions', unset],
    ['ARG KONG_ROUTER_FLAVOR=expressions', unset],
  ];
  for (const [lines, flavor] of values) {
    test(JSON.stringify(lines), () => {
      assert.equal(flavorIn({ Dockerfile: `FROM kong:3.9\n${lines}\n` }), flavor);
    });
  }

  test('the last stage and what it is built on', () => {
    const { gateways, written } = findIn({
      'kong.dockerfile': `FROM kong:<|3.6|> AS Base
ENV KONG_ROUTER_FLAVOR=<|expressions|>
COPY kong.yml /kong.yml
FROM golang:1.22 AS plugin
ENV KONG_ROUTER_FLAVOR=<|atc|>
<|FROM BASE|>
COPY --from=plugin /plugin.yml /plugin.yml
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'dockerfile kong.dockerfile at kong.dockerfile#4',
        flavor: 'expressions, written at kong.dockerfile#2',
        version: '3.6, image kong:3.6 at kong.dockerfile#1',
        reads: ['kong.yml'],
      },
    ]);
    assert.deepEqual(written, [
      'KONG_ROUTER_FLAVOR expressions at kong.dockerfile#2',
      'KONG_ROUTER_FLAVOR atc at kong.dockerfile#3',
    ]);
  });

  test('what is copied', () => {
    const readsWith = (lines: string, more: Readonly<Record<string, string>> = {}) =>
      findIn({
        'a/b/Dockerfile': `FROM kong:3.9\nENV KONG_DECLARATIVE_CONFIG=/opt/kong.yml\n${lines}\n`,
        ...more,
      }).gateways.map(({ reads }) => reads)[0];
    for (const [lines, reads] of [
      ['COPY kong.yml /opt/kong.yml', ['a/b/kong.yml']],
      ['COPY kong.yml /opt/', ['a/b/kong.yml']],
      ['COPY kong.yml /opt', ['a/b/kong.yml']],
      ['COPY routes.yml /opt/kong.yml', ['a/b/routes.yml']],
      ['COPY conf /opt', ['a/b/conf/kong.yml']],
      ['COPY . /opt', ['a/b/kong.yml']],
      ['COPY a.yml kong.yml /opt/', ['a/b/kong.yml']],
      ['COPY ["routes.yml", "/opt/kong.yml"]', ['a/b/routes.yml']],
      ['WORKDIR /opt\nADD routes.yml kong.yml', ['a/b/routes.yml']],
      ['ARG DIR=conf\nCOPY ${DIR}/kong.yml /opt/', ['a/b/conf/kong.yml']],
      ['COPY routes.yml /elsewhere.yml', ['a/b/routes.yml']],
      ['ADD https://example.org/kong.yml /opt/kong.yml', undefined],
      ['COPY --from=other kong.yml /opt/', undefined],
    ] as const) {
      assert.deepEqual(readsWith(lines), reads, lines);
    }
    // Built from the folder that has what is copied.
    assert.deepEqual(readsWith('COPY conf/kong.yml /opt/', { 'conf/kong.yml': '' }), ['conf/kong.yml']);
  });

  test('a kong.conf that is copied', () => {
    const { gateways } = findIn({
      Dockerfile: 'FROM kong:3.9\nCOPY kong.conf /etc/kong/\n',
      'kong.conf': 'router_flavor = <|expressions|>\n',
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'dockerfile Dockerfile at Dockerfile:1:1 FROM kong:3.9',
        flavor: 'expressions, written at kong.conf#1',
        version: '3.9, image kong:3.9 at Dockerfile:1:11 3.9',
        reads: ['kong.conf'],
      },
    ]);
  });

  test('where a flavor can be written', () => {
    for (const [text, insertion] of [
      ['FROM kong:3.9<|>', 'Dockerfile#1 ← "\\nENV KONG_ROUTER_FLAVOR=%s"'],
      ['FROM kong:3.9\r\nENV A=b<|>\r\nRUN x\r\n', 'Dockerfile#1 ← "\\r\\nENV KONG_ROUTER_FLAVOR=%s"'],
      ['FROM kong:3.9\nENV A=b \\\n  C=d<|>\nRUN x', 'Dockerfile#1 ← "\\nENV KONG_ROUTER_FLAVOR=%s"'],
      ['FROM kong:3.9 AS a\nENV A=b\nFROM a<|>\n', 'Dockerfile#1 ← "\\nENV KONG_ROUTER_FLAVOR=%s"'],
    ] as const) {
      assert.deepEqual(findIn({ Dockerfile: text }).insertions, [insertion], text);
    }
  });

  test('files that are Dockerfiles of a Gateway, and files that are not', () => {
    const is = (path: string, text: string) => findIn({ [path]: text }).gateways.length === 1;
    assert.ok(is('Dockerfile', 'FROM kong\n'));
    assert.ok(is('Dockerfile.dev', 'FROM --platform=linux/amd64 kong/kong-gateway:3.4\n'));
    assert.ok(is('Containerfile', 'FROM docker.io/kong:3.9\n'));
    assert.ok(is('kong.Dockerfile', 'ARG BASE=kong:3.9\nFROM $BASE\n'));
    assert.ok(is('Dockerfile', 'ARG KONG_IMAGE\nFROM $KONG_IMAGE\nENV KONG_DATABASE=off\n'));
    assert.ok(!is('Dockerfile', 'FROM alpine\nENV KONG_ADMIN_URL=http://kong:8001\n'));
    assert.ok(!is('Dockerfile', 'FROM kong:3.9 AS kong\nFROM alpine\nCOPY --from=kong /x /x\n'));
    assert.ok(!is('Dockerfile', 'FROM kong:3.9\nENTRYPOINT ["kong", "migrations", "bootstrap"]\n'));
    assert.ok(!is('Dockerfile.md', 'The kong image\n'));
    assert.ok(!is('kong.txt', 'FROM kong:3.9\n'));
  });
});

suite('services that are built', () => {
  const dockerfile = `ARG KONG_VERSION=<|3.6|>
FROM kong:\${KONG_VERSION} AS plain
FROM plain AS full
ARG FLAVOR=traditional
ENV KONG_ROUTER_FLAVOR=$FLAVOR KONG_DATABASE=off
COPY conf/kong.yml /kong.yml
ENV KONG_DECLARATIVE_CONFIG=/kong.yml
`;
  const builtWith = (lines: string, more: Readonly<Record<string, string>> = {}) =>
    findIn({
      'compose.yaml': `services:\n  kong:\n${lines.replace(/^/gm, '    ')}\n`,
      'gateway/Dockerfile': dockerfile,
      ...more,
    });

  test('from a Dockerfile, which is no gateway of its own then', () => {
    assert.deepEqual(builtWith('build: ./gateway').gateways, [
      {
        gateway: 'compose-service kong at compose.yaml:2:3 kong',
        flavor: 'traditional, variable FLAVOR at gateway/Dockerfile:4:12 traditional',
        version: '3.6, image kong:3.6 at gateway/Dockerfile#1',
        database: 'off',
        reads: ['gateway/conf/kong.yml'],
      },
    ]);
  });

  test('with a file that is mounted over the one that is copied', () => {
    const { gateways } = builtWith('build: ./gateway\nvolumes: ["./routes.yml:/kong.yml"]');
    assert.deepEqual(
      gateways.map(({ reads }) => reads),
      [['routes.yml']],
    );
  });

  test('with a file that is copied from the root of the context', () => {
    const { gateways } = builtWith('build: ./gateway', {
      'gateway/Dockerfile': 'FROM kong:3.9\nCOPY /conf/kong.yml /\n',
    });
    assert.deepEqual(
      gateways.map(({ reads }) => reads),
      [['gateway/conf/kong.yml']],
    );
  });

  test('with arguments, a stage, and an environment of the service', () => {
    for (const [lines, flavor, version] of [
      [
        'build:\n  context: .\n  dockerfile: gateway/Dockerfile\n  args:\n    FLAVOR: <|expressions|>\n    KONG_VERSION: "3.9"',
        'expressions, variable FLAVOR at compose.yaml#1',
        '3.9, image kong:3.9 at compose.yaml:8:24 3.9',
      ],
      [
        'build:\n  context: gateway\n  args: ["FLAVOR=<|expressions|>"]',
        'expressions, variable FLAVOR at compose.yaml#1',
        '3.6, image kong:3.6 at gateway/Dockerfile#1',
      ],
      [
        'build:\n  context: gateway\n  target: plain',
        'traditional_compatible, kong-default',
        '3.6, image kong:3.6 at gateway/Dockerfile#1',
      ],
      [
        'build: gateway\nenvironment:\n  KONG_ROUTER_FLAVOR: <|atc|>',
        'null ("atc"), written at compose.yaml#1',
        '3.6, image kong:3.6 at gateway/Dockerfile#1',
      ],
    ] as const) {
      const { gateways } = builtWith(lines);
      assert.deepEqual(
        gateways.map(({ flavor, version }) => [flavor, version]),
        [[flavor, version]],
        lines,
      );
    }
  });

  test('an argument that is passed on', () => {
    const { gateways } = builtWith('build:\n  context: gateway\n  args: [FLAVOR]', {
      '.env': 'FLAVOR=<|expressions|>',
    });
    assert.deepEqual(
      gateways.map(({ flavor }) => flavor),
      ['expressions, variable FLAVOR at .env#1'],
    );
  });

  test('a Dockerfile that is written in the compose file', () => {
    const { gateways } = findIn({
      'compose.yaml': `services:
  kong:
    build:
      context: gateway
      dockerfile_inline: |
        FROM kong:<|3.8|>

        ENV KONG_ROUTER_FLAVOR=<|expressions|>
        COPY kong.yml /kong.yml
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'compose-service kong at compose.yaml:2:3 kong',
        flavor: 'expressions, written at compose.yaml#2',
        version: '3.8, image kong:3.8 at compose.yaml#1',
        reads: ['gateway/kong.yml'],
      },
    ]);
  });

  test('by another service, which gives the image its name', () => {
    const { gateways } = findIn({
      'compose.yaml': `services:
  one:
    image: \${TAG}
    command: kong migrations up
  kong-builder:
    build: gateway
    image: registry/gateway:1
  kong:
    image: \${TAG}
`,
      '.env': 'TAG=registry/gateway:1\n',
      'gateway/Dockerfile': dockerfile,
    });
    assert.deepEqual(
      gateways.map(({ gateway, version }) => [gateway, version]),
      [
        [
          'compose-service kong-builder at compose.yaml:5:3 kong-builder',
          '3.6, image kong:3.6 at gateway/Dockerfile#1',
        ],
        ['compose-service kong at compose.yaml:8:3 kong', '3.6, image kong:3.6 at gateway/Dockerfile#1'],
      ],
    );
  });

  test('a Dockerfile that is not here', () => {
    assert.deepEqual(
      findIn({ 'compose.yaml': 'services:\n  kong:\n    image: kong:3.9\n    build: ./elsewhere\n' })
        .gateways,
      [
        {
          gateway: 'compose-service kong at compose.yaml:2:3 kong',
          flavor: 'null, unknown (the file ./elsewhere/Dockerfile, which does not exist here)',
          calculation: 'null, unknown (the file ./elsewhere/Dockerfile, which does not exist here)',
          version: '3.9, image kong:3.9 at compose.yaml:3:17 3.9',
        },
      ],
    );
  });
});
