import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn } from './found.js';

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly gateways: readonly Record<string, unknown>[];
  readonly insertions: readonly (string | null)[];
}

const cases: readonly Case[] = [
  {
    what: 'an ECS task definition, with a flavor that Kong refuses',
    files: {
      'task.json': `{
  "family": "gateway",
  "containerDefinitions": [
    { "name": "log-router", "image": "amazon/aws-for-fluent-bit:stable" },
    {
      "name": "kong",
      "image": "kong/kong-gateway:3.14",
      "environment": [
        { "name": "KONG_DATABASE", "value": "off" },
        { "name": "KONG_ROUTER_FLAVOR", "value": "expresions" }
      ]
    }
  ]
}
`,
    },
    gateways: [
      {
        gateway: 'ecs-task kong at task.json:6:16 kong',
        flavor: 'null ("expresions"), written at task.json:10:51 expresions',
        version: '3.14, image kong/kong-gateway:3.14 at task.json:7:35 3.14',
        database: 'off',
        rollout: 'rolling',
      },
    ],
    insertions: [null],
  },
  {
    what: 'a CloudFormation template, with a flavor that is a secret',
    files: {
      'stack.yaml': `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: kong
          Image: acme/edge:2024.11
          Environment:
            - Name: KONG_DECLARATIVE_CONFIG
              Value: /kong.yml
          Secrets:
            - Name: KONG_ROUTER_FLAVOR
              ValueFrom: arn
`,
    },
    gateways: [
      {
        gateway: 'ecs-task kong at stack.yaml:6:17 kong',
        flavor: 'null, unknown (a secret) at stack.yaml:12:21 KONG_ROUTER_FLAVOR',
        version: 'null, kong-default',
        rollout: 'rolling',
      },
    ],
    insertions: [null],
  },
  {
    what: 'a service of a GitHub workflow',
    files: {
      '.github/workflows/ci.yml': `jobs:
  test:
    services:
      kong:
        image: kong:3.9.1
        env:
          KONG_DATABASE: "off"
          KONG_ROUTER_FLAVOR: expressions
`,
    },
    gateways: [
      {
        gateway: 'pipeline-service kong at .github/workflows/ci.yml:4:7 kong',
        flavor: 'expressions, written at .github/workflows/ci.yml:8:31 expressions',
        version: '3.9.1, image kong:3.9.1 at .github/workflows/ci.yml:5:21 3.9.1',
        database: 'off',
      },
    ],
    insertions: [null],
  },
  {
    what: 'a service of a GitLab job, with the variables of the job',
    files: {
      '.gitlab-ci.yml': `test:
  services:
    - name: kong:3.4
      alias: gateway
  variables:
    KONG_DATABASE: "off"
  script: [make]
`,
    },
    gateways: [
      {
        gateway: 'pipeline-service gateway at .gitlab-ci.yml:3:13 kong:3.4',
        flavor: 'traditional_compatible, kong-default',
        version: '3.4, image kong:3.4 at .gitlab-ci.yml:3:18 3.4',
        database: 'off',
      },
    ],
    insertions: ['.gitlab-ci.yml:6:5 ← "KONG_ROUTER_FLAVOR: %s\\n    "'],
  },
  {
    what: 'a container that Ansible starts',
    files: {
      'play.yml': `- hosts: gateways
  tasks:
    - name: run
      community.docker.docker_container:
        name: kong
        image: kong/kong-gateway:3.10
        env:
          KONG_ROUTER_FLAVOR: traditional_compat
        volumes:
          - ./kong.yml:/kong/kong.yml:ro
`,
    },
    gateways: [
      {
        gateway: 'ansible-task kong at play.yml:5:15 kong',
        flavor: 'null ("traditional_compat"), written at play.yml:8:31 traditional_compat',
        version: '3.10, image kong/kong-gateway:3.10 at play.yml:6:34 3.10',
        reads: ['kong.yml'],
      },
    ],
    insertions: [null],
  },
  {
    what: 'docker run in a script, over several lines; not the one in a comment',
    files: {
      'run.sh': `#!/bin/sh
# docker run kong:1
docker run -d --name kong \\
  -e "KONG_DATABASE=off" \\
  -e KONG_ROUTER_FLAVOR=atc \\
  -v "$PWD/kong.yml:/kong/kong.yml" \\
  -p 8000:8000 kong:3.9
`,
    },
    gateways: [
      {
        gateway: 'docker-run kong at run.sh:3:1 docker run',
        flavor: 'null ("atc"), written at run.sh:5:25 atc',
        version: '3.9, image kong:3.9 at run.sh:7:21 3.9',
        database: 'off',
        reads: ['kong.yml'],
      },
    ],
    insertions: [null],
  },
  {
    what: 'docker run in a Makefile',
    files: {
      Makefile: `up:
	docker run --rm -e KONG_DECLARATIVE_CONFIG=/kong/kong.yml -v $(PWD)/kong.yml:/kong/kong.yml kong/kong-gateway:3.14 kong start
`,
    },
    gateways: [
      {
        gateway: 'docker-run kong/kong-gateway:3.14 at Makefile:2:2 docker run',
        flavor: 'traditional_compatible, kong-default',
        version: '3.14, image kong/kong-gateway:3.14 at Makefile:2:112 3.14',
        reads: ['kong.yml'],
      },
    ],
    insertions: ['Makefile:2:94 ← "-e KONG_ROUTER_FLAVOR=%s "'],
  },
  {
    what: 'docker run in Markdown, in a block and in a line',
    files: {
      'README.md': `Run:

\`\`\`sh
docker run -e KONG_ROUTER_FLAVOR=expression kong:3.9
\`\`\`
Or \`docker run -it kong:3.8\` too.
`,
    },
    gateways: [
      {
        gateway: 'docker-run kong:3.9 at README.md:4:1 docker run',
        flavor: 'null ("expression"), written at README.md:4:34 expression',
        version: '3.9, image kong:3.9 at README.md:4:50 3.9',
      },
      {
        gateway: 'docker-run kong:3.8 at README.md:6:5 docker run',
        flavor: 'traditional_compatible, kong-default',
        version: '3.8, image kong:3.8 at README.md:6:25 3.8',
      },
    ],
    insertions: [null, 'README.md:6:20 ← "-e KONG_ROUTER_FLAVOR=%s "'],
  },
  {
    what: 'docker run with a file of variables',
    files: {
      'a.sh': `docker run --env-file kong.env kong:3.9
`,
      'kong.env': `KONG_ROUTER_FLAVOR=expressions
`,
    },
    gateways: [
      {
        gateway: 'docker-run kong:3.9 at a.sh:1:1 docker run',
        flavor: 'expressions, written at kong.env:1:20 expressions',
        version: '3.9, image kong:3.9 at a.sh:1:37 3.9',
      },
    ],
    insertions: [null],
  },
  {
    what: 'docker run with a flavor that the shell has',
    files: {
      'a.sh': `docker run -e KONG_ROUTER_FLAVOR=$FLAVOR -eKONG_ROLE=data_plane kong:3.9
`,
    },
    gateways: [
      {
        gateway: 'docker-run kong:3.9 at a.sh:1:1 docker run',
        flavor:
          'null, unknown (the variable FLAVOR, which no file sets) at a.sh:1:15 KONG_ROUTER_FLAVOR=$FLAVOR',
        version: '3.9, image kong:3.9 at a.sh:1:70 3.9',
        role: 'data_plane',
      },
    ],
    insertions: [null],
  },
  {
    what: 'docker run of a migration',
    files: {
      'a.sh': `docker run --rm -e KONG_DATABASE=postgres kong:3.9 kong migrations bootstrap
`,
    },
    gateways: [],
    insertions: [],
  },
  {
    what: 'docker run of another image',
    files: {
      'a.sh': `docker run -e KONG_ADMIN_URL=http://kong:8001 pantsel/konga:1
`,
    },
    gateways: [],
    insertions: [],
  },
  {
    what: 'a systemd unit',
    files: {
      'kong.service': `[Unit]
Description=Kong
[Service]
Environment=KONG_DATABASE=off "KONG_ROUTER_FLAVOR=expressions"
ExecStart=/usr/local/bin/kong start -c /etc/kong/kong.conf
[Install]
WantedBy=multi-user.target
`,
    },
    gateways: [
      {
        gateway:
          'systemd-unit kong.service at kong.service:5:11 /usr/local/bin/kong start -c /etc/kong/kong.conf',
        flavor: 'expressions, written at kong.service:4:51 expressions',
        version: 'null, kong-default',
        database: 'off',
      },
    ],
    insertions: [null],
  },
  {
    what: 'a container of Podman as a unit, and one of another image',
    files: {
      'kong.container': `[Container]
Image=docker.io/library/kong:3.9
Environment=KONG_DATABASE=off KONG_ROUTER_FLAVOR=expressions KONG_DECLARATIVE_CONFIG=/kong.yml
Volume=./kong.yml:/kong.yml:Z
`,
      'other.container': '[Container]\nImage=docker.io/library/nginx:1\nEnvironment=A=b\n',
      'kong.yml': '_format_version: "3.0"\n',
    },
    gateways: [
      {
        gateway: 'systemd-unit kong.service at kong.container:2:7 docker.io/library/kong:3.9',
        flavor: 'expressions, written at kong.container:3:50 expressions',
        version: '3.9, image docker.io/library/kong:3.9 at kong.container:2:30 3.9',
        database: 'off',
        reads: ['kong.yml'],
      },
    ],
    insertions: [null],
  },
  {
    what: 'a drop-in of a systemd unit',
    files: {
      'kong.service.d/env.conf': `[Service]
Environment=KONG_ROUTER_FLAVOR=atc
`,
    },
    gateways: [
      {
        gateway: 'systemd-unit kong.service at kong.service.d/env.conf:2:13 KONG_ROUTER_FLAVOR=atc',
        flavor: 'null ("atc"), written at kong.service.d/env.conf:2:32 atc',
        version: 'null, kong-default',
      },
    ],
    insertions: [null],
  },
  {
    what: 'a Fly app without a flavor',
    files: {
      'fly.toml': `app = "gw"
[build]
  image = "kong:3.6"
[env]
  KONG_DATABASE = "off"
`,
    },
    gateways: [
      {
        gateway: 'fly-app gw at fly.toml:1:7 "gw"',
        flavor: 'traditional_compatible, kong-default',
        version: '3.6, image kong:3.6 at fly.toml:3:17 3.6',
        database: 'off',
        rollout: 'rolling',
      },
    ],
    insertions: ['fly.toml:5:24 ← "\\n  KONG_ROUTER_FLAVOR = \\"%s\\""'],
  },
  {
    what: 'a Fly app with a flavor',
    files: {
      'fly.toml': `app = "gw"
[build]
  image = "kong:3.6"
[env]
  KONG_ROUTER_FLAVOR = "expressions"
`,
    },
    gateways: [
      {
        gateway: 'fly-app gw at fly.toml:1:7 "gw"',
        flavor: 'expressions, written at fly.toml:5:25 expressions',
        version: '3.6, image kong:3.6 at fly.toml:3:17 3.6',
        rollout: 'rolling',
      },
    ],
    insertions: [null],
  },
  {
    what: 'an image of a company, whose tag is not a Gateway version',
    files: {
      'compose.yaml': `services:
  edge:
    image: registry.acme.example/platform/kong:1.4.0
    environment:
      KONG_ROUTER_FLAVOR: expressions
`,
    },
    gateways: [
      {
        gateway: 'compose-service edge at compose.yaml:2:3 edge',
        flavor: 'expressions, written at compose.yaml:5:27 expressions',
        version: 'null, kong-default',
      },
    ],
    insertions: [null],
  },
  {
    what: 'an image of any name with the settings of Kong',
    files: {
      'compose.yaml': `services:
  edge:
    image: acme/edge:2024.11
    environment:
      KONG_ROUTER_FLAVOR: expressions
`,
    },
    gateways: [
      {
        gateway: 'compose-service edge at compose.yaml:2:3 edge',
        flavor: 'expressions, written at compose.yaml:5:27 expressions',
        version: 'null, kong-default',
      },
    ],
    insertions: [null],
  },
];

suite('gateways that other tools start', () => {
  for (const { what, files, gateways, insertions } of cases) {
    test(what, () => {
      const found = findIn(files);
      assert.deepEqual(found.gateways, gateways);
      assert.deepEqual(found.insertions, insertions);
    });
  }
});
