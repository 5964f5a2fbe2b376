/**
 * What `check` and `plan` make of files that hold a Gateway or routes in the way of another tool: read, recognized but not
 * read, or not Kong's, as `docs/files.md` says it. The golden file is reviewed by eye.
 */

import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const state = `_format_version: "3.0"
services:
  - name: shop
    url: http://shop.internal
    routes:
      - { name: orders, paths: [/orders/] }
`;

const indented = (by: string) => state.replace(/^(?=.)/gm, by);

const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Nomad job: image, environment, and a template with the routes': {
    'kong.nomad.hcl': `job "kong" {
  group "gateway" {
    task "kong" {
      driver = "docker"
      config { image = "kong:3.9" }
      env {
        KONG_DATABASE           = "off"
        KONG_DECLARATIVE_CONFIG = "/local/kong.yml"
        KONG_ROUTER_FLAVOR      = "traditional_compatible"
      }
      template {
        destination = "local/kong.yml"
        data        = <<EOF
${state}EOF
      }
    }
  }
}
`,
  },
  'Nomad job without a flavor, routes in a file of their own': {
    'kong.nomad': `job "kong" {
  task "kong" {
    driver = "docker"
    config {
      image   = "kong:3.9"
      volumes = ["local/kong.yml:/kong.yml"]
    }
    env { KONG_DATABASE = "off" }
  }
}
`,
    'local/kong.yml': state,
  },
  'Nomad job of another tool': {
    'web.nomad':
      'job "web" {\n  task "web" {\n    driver = "docker"\n    config { image = "nginx:1" }\n  }\n}\n',
  },
  'Helm chart that depends on chart kong, with the routes in its values': {
    'Chart.yaml':
      'apiVersion: v2\nname: edge\nversion: 1.0.0\ndependencies:\n  - { name: kong, repository: https://charts.konghq.com, version: 2.48.0 }\n',
    'values.yaml': `kong:\n  env: { database: "off", router_flavor: traditional_compatible }\n  image: { tag: "3.9" }\n  dblessConfig:\n    config: |\n${indented('      ')}`,
  },
  'Helm chart of its own: templates, with a ConfigMap of routes': {
    'Chart.yaml': 'apiVersion: v2\nname: gateway\nversion: 1.0.0\n',
    'values.yaml': 'image: kong:3.9\n',
    'templates/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }}-routes }\ndata:\n  kong.yml: |\n${indented('    ')}`,
    'templates/ingress.yaml':
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {{ .Release.Name }}\n  annotations: { konghq.com/strip-path: "true" }\nspec:\n  ingressClassName: kong\n  rules:\n{{- range .Values.hosts }}\n    - host: {{ . }}\n{{- end }}\n',
  },
  'Helm chart of another tool': {
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'values.yaml': 'image: nginx:1\nenv: { router_flavor: x }\n',
  },
  'start script that exports the settings and writes the routes': {
    'start.sh': `#!/bin/sh
export KONG_DATABASE=off
export KONG_DECLARATIVE_CONFIG=/tmp/kong.yml
export KONG_ROUTER_FLAVOR=traditional_compatible
cat > /tmp/kong.yml <<'EOF'
${state}EOF
kong start
`,
  },
  'script that runs a container, and adds a route by a request': {
    'run.sh': `#!/bin/sh
docker run -d --name kong -e KONG_DATABASE=postgres -e KONG_ROUTER_FLAVOR=traditional_compatible kong:3.9
curl -X POST http://localhost:8001/services/shop/routes -d name=orders -d 'paths[]=/orders/'
curl -X POST http://localhost:8001/services/shop/routes -d @route.json
`,
  },
  'script that applies an Ingress of Kong': {
    'apply.sh': `#!/bin/sh
kubectl apply -f - <<'EOF'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations: { konghq.com/strip-path: "true" }
spec:
  ingressClassName: kong
EOF
`,
  },
  'script of another tool': {
    'run.sh': '#!/bin/sh\ndocker run -d nginx:1\ncurl http://localhost:8001/status\n',
  },
};

/** What matters of the answer of `check`: each file, each problem with its place, the summary. */
const ofCheck = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !/^\s*(?:\d+ )?│/.test(line))
    .map((line) => line.slice(0, 160));

/** What matters of a plan: the table at its head, what needs a decision, the settings. */
const ofPlan = (text: string): string[] =>
  text
    .split(/^## (?=Routes|Steps|Other)/m)
    .filter((part) => !/^(?:Routes|Steps|Other)/.test(part))
    .join('\n')
    .split('\n')
    .filter((line) => /^(?:\| (?:From|Routes|Needs)|- |kong-routes)/.test(line))
    .map((line) => line.slice(0, 200));

suite('files of every kind', () => {
  for (const [name, files] of Object.entries(kinds)) {
    test(name, async (context) => {
      const cwd = temporaryFolder(context, files);
      const check = await runCli(['check', '.'], { cwd });
      const plan = await runCli(['plan', '.', '--to', 'expressions'], { cwd });
      const lines = [
        `# ${name}`,
        `check: ${check.code}`,
        ...ofCheck(check.stdout + check.stderr).map((line) => `  ${line}`),
        `plan: ${plan.code}`,
        ...ofPlan(plan.stdout + plan.stderr).map((line) => `  ${line}`),
      ];
      const file = name.toLowerCase().replace(/[^a-z]+/g, '-');
      expectGolden(`kinds/${file}.txt`, `${lines.join('\n')}\n`);
    });
  }
});
