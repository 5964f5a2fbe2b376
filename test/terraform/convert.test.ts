import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { toExpression } from '../../server/flavors/to-expression.js';
import { readRoute } from '../../server/routes/route.js';
import { matchFields } from '../../server/routes/route-fields.js';
import {
  type ConversionOptions,
  convertibleData,
  convertRoutes,
  effectiveTerraformData,
  type FileEdit,
  fixResource,
  moduleOf,
  type RouteRewrite,
  readRoutes,
  readState,
  readTerraformFile,
  syntaxFixes,
  type TerraformRoute,
  terraformData,
} from '../../server/terraform/index.js';
import { askOracle } from '../hcl/oracle.js';
import { repositoryRoot } from '../support/vectors.js';

type Files = Readonly<Record<string, string>>;

const moduleIn = (files: Files) =>
  moduleOf(Object.entries(files).map(([name, text]) => readTerraformFile(name, text)!));

function edited(files: Files, edits: readonly FileEdit[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const own = edits.filter(({ file }) => file === name).sort((a, b) => b.span.start - a.span.start);
      own.forEach(({ span }, i) => {
        const next = own[i + 1];
        assert.ok(!next || next.span.end <= span.start, 'edits do not overlap');
      });
      return [
        name,
        own.reduce(
          (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
          text,
        ),
      ];
    }),
  );
}

/** From fields to an expression, as the flavors have it; back to the fields that are given. */
function rewriteOf(route: TerraformRoute, files: Files, back: RouteRewrite['insert'] = []): RouteRewrite {
  const { data, parts } = convertibleData(route, files[route.file]!);
  if (route.resource.style === 'expression') {
    return { route, remove: new Set(['expression', 'priority']), insert: back, copies: [], parts };
  }
  const all = { ...effectiveTerraformData(route), ...data };
  const conversion = toExpression(readRoute(all), all, { version: [3, 10, 0] });
  const remove = new Set<string>([...matchFields, 'regex_priority']);
  if ('refused' in conversion) return { route, remove, insert: [], copies: [], parts };
  const [first, ...others] = conversion.parts.map(({ expression, priority }) => ({
    remove,
    insert: [
      ['expression', expression],
      ['priority', Number(priority)],
    ] as const,
  }));
  const name = (i: number) => ['name', `${terraformData(route.body).name}-${i + 2}`] as const;
  const copies = others.map((copy, i) => ({ ...copy, insert: [...copy.insert, name(i)] }));
  return { route, ...first!, copies, parts };
}

const options: ConversionOptions = { to: 'expression', ids: null, isChild: false, isNew: false };

function convert(files: Files, change: Partial<ConversionOptions> = {}, back: RouteRewrite['insert'] = []) {
  const module = moduleIn(files);
  const to = change.to ?? 'expression';
  const routes = readRoutes(module).routes.filter(({ resource }) => resource.style !== to);
  const rewrites = routes.map((route) => rewriteOf(route, files, back));
  return convertRoutes(module, rewrites, { ...options, ...change });
}

function converted(files: Files, change: Partial<ConversionOptions> = {}, back: RouteRewrite['insert'] = []) {
  const edits = convert(files, change, back).flatMap((result) => {
    assert.ok('edits' in result, JSON.stringify(result));
    return result.edits;
  });
  return edited(files, edits);
}

const source = `# The routes.
resource "konnect_gateway_route" "a" {
  control_plane_id = var.cp # the control plane
  name             = "a"
  paths            = ["/x"] # public
  methods          = ["GET"]
  strip_path       = false

  service = { id = konnect_gateway_service.s.id }
}

resource "konnect_gateway_plugin_cors" "c" {
  route      = { id = konnect_gateway_route.a.id }
  depends_on = [konnect_gateway_route.a, konnect_gateway_route.b["x"]]
}
`;

const others = `output "id" {
  value = "\${konnect_gateway_route.a.id}-\${data.konnect_gateway_route.a.id}"
}
`;

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** What Terraform itself says of the files: nothing where it is not installed. */
function formatted(text: string): string {
  if (!hasTerraform) return text;
  const { stdout, status } = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8' });
  assert.equal(status, 0);
  return stdout;
}

suite('Terraform: from one resource type to the other', () => {
  test('the resource, what keeps the route, and every reference', () => {
    const files = { 'main.tf': source, 'outputs.tf': others };
    assert.deepEqual(converted(files), {
      'main.tf': `# The routes.
resource "konnect_gateway_route_expression" "a" {
  control_plane_id = var.cp # the control plane
  name             = "a"
  # public
  expression = "(http.method == r#\\"GET\\"#) && (http.path ^= r#\\"/x\\"#)"
  priority   = 1073741826
  strip_path = false

  service = { id = konnect_gateway_service.s.id }
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

resource "konnect_gateway_plugin_cors" "c" {
  route      = { id = konnect_gateway_route_expression.a.id }
  depends_on = [konnect_gateway_route_expression.a, konnect_gateway_route.b["x"]]
}
`,
      'outputs.tf': `output "id" {
  value = "\${konnect_gateway_route_expression.a.id}-\${data.konnect_gateway_route.a.id}"
}
`,
    });
    const after = converted(files)['main.tf']!;
    assert.equal(formatted(after), after);
    const { problems } = readRoutes(moduleIn({ 'main.tf': after }));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['terraform-import-placeholder'],
    );
  });

  test('the id of a state file, and of what terraform show prints', () => {
    const attributes = { id: '7f9e', control_plane_id: 'cp-id', workspace: null };
    const file = {
      version: 4,
      resources: [{ mode: 'managed', type: 'konnect_gateway_route', name: 'a', instances: [{ attributes }] }],
    };
    const shown = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [{ mode: 'managed', type: 'konnect_gateway_route', name: 'a', values: attributes }],
        },
      },
    };
    for (const state of [file, shown]) {
      const ids = readState(JSON.stringify(state));
      const after = converted({ 'main.tf': source }, { ids })['main.tf']!;
      assert.match(after, /^ {2}id = jsonencode\(\{ control_plane_id = var\.cp, id = "7f9e" \}\)$/m);
      assert.ok(!after.includes('#  The id'));
    }
    assert.equal(readState('nothing'), null);
    assert.equal(readState('{"version": 4}'), null);
  });

  test('regexes in a heredoc, aligned as terraform fmt does it', () => {
    const text = `resource "konnect_gateway_route" "b" {
  control_plane_id = "cp"
  hosts            = ["e.example.com"]
  paths            = ["~/v\\\\d+/x$"]
  depends_on       = [konnect_gateway_route.a]
}
`;
    const after = converted({ 'main.tf': text }, { isNew: true })['main.tf']!;
    assert.equal(
      after,
      `resource "konnect_gateway_route_expression" "b" {
  control_plane_id = "cp"
  expression       = <<-EOT
    (http.host == r#"e.example.com"#) && (http.path ~ r#"^/v\\d+/x$"#)
  EOT
  priority         = 13958643712
  depends_on       = [konnect_gateway_route.a]
}
`,
    );
    assert.equal(formatted(after), after);
  });

  test('an interpolation inside a constant, and the parts of a route that Kong splits', () => {
    const text = `resource "konnect_gateway_route" "a" {\n  control_plane_id = var.cp\n  name = "a"\n  paths = ["/x/\${var.env}", "/abc"]\n}\n`;
    const [result] = convert({ 'main.tf': text }, { isNew: true });
    assert.ok(result && 'edits' in result);
    assert.deepEqual(
      result.notes.map(({ code }) => code),
      ['terraform-part-unknown', 'terraform-resource-added'],
    );
    const after = edited({ 'main.tf': text }, result.edits)['main.tf']!;
    const { routes } = readRoutes(moduleIn({ 'main.tf': after }));
    assert.deepEqual(
      routes.map(({ name, body }) => [name, terraformData(body).name, terraformData(body).expression]),
      [
        ['a', 'a', '(http.path ^= r#"/x/${var.env}"#)'],
        ['a_2', 'a-2', '(http.path ^= r#"/abc"#)'],
      ],
    );
  });

  test('there and back: what is not an argument of the route is as before, byte by byte', async () => {
    const value = fc.constantFrom('["/x"]', '["~/a\\\\d$"]', '[\n    "/x", # one\n  ]');
    const space = fc.constantFrom('', '\n', '  # comment\n');
    const end = fc.constantFrom('\n', '\r\n');
    const texts: string[] = [];
    fc.assert(
      fc.property(value, space, space, end, fc.boolean(), (paths, before, after, eol, last) => {
        const line = `  paths = ${paths}\n`;
        const rest = '  control_plane_id = "cp" # x\n  strip_path       = false\n';
        const text =
          `# before\nresource "konnect_gateway_route" "a" {\n${last ? rest : ''}${before}${line}${after}${last ? '' : rest}}\n\n/* after */\noutput "o" {\n  value = konnect_gateway_route.a.id\n}\n`.replaceAll(
            '\n',
            eol,
          );
        const there = converted({ 'main.tf': text });
        const back = converted(there, { to: 'traditional' }, [['paths', ['/x']]])['main.tf']!;
        texts.push(there['main.tf']!, back);
        const kept = (whole: string) =>
          whole
            .replace(/^ *paths *= *\[[^\]]*\][^\n]*\n/m, '')
            // Comments in the value are kept above it.
            .replace(/^ *# one\r?\n/m, '');
        assert.equal(kept(back), kept(text));
      }),
      { numRuns: 60 },
    );
    for (const text of texts) assert.equal((await askOracle(text)).refused, undefined, text);
  });

  test('back after an apply: the blocks change sides, and keep the id', () => {
    const ids = new Map([['konnect_gateway_route.a', { id: '7f9e', controlPlaneId: null, workspace: null }]]);
    const there = converted({ 'main.tf': source }, { ids });
    const back = converted(there, { to: 'traditional' }, [['paths', ['/x']]])['main.tf']!;
    assert.match(back, /removed \{\n {2}from = konnect_gateway_route_expression\.a\n/);
    assert.match(back, /import \{\n {2}to = konnect_gateway_route\.a\n {2}id = .*"7f9e"/);
  });

  test('refused, with the reason and the way in two applies', () => {
    const block = (body: string) =>
      `resource "konnect_gateway_route" "a" {\n  control_plane_id = "cp"\n  paths = ["/x"]\n${body}}\n`;
    const refusal = (text: string, change: Partial<ConversionOptions> = {}, name = 'main.tf') => {
      const [result] = convert({ [name]: text }, change);
      assert.ok(result && 'refused' in result);
      return [result.refused.code, result.instead.length > 0];
    };
    assert.deepEqual(refusal(block('  count = 2\n')), ['terraform-repeated', true]);
    assert.deepEqual(refusal(block('  for_each = var.x\n')), ['terraform-repeated', true]);
    assert.deepEqual(refusal(block(''), { isChild: true }), ['terraform-child-module', true]);
    assert.deepEqual(refusal(block('  hosts = var.hosts\n')), ['terraform-value-unknown', true]);
    assert.deepEqual(refusal(block('  hosts = "x"\n')), ['terraform-refused', false]);
    assert.deepEqual(refusal(`${block('  hosts = [var.h]\n')}variable "h" {\n  default = "x.y"\n}\n`), [
      'terraform-value-assumed',
      true,
    ]);
    assert.deepEqual(refusal(block('  name = "\\d"\n')), ['terraform-syntax', false]);
    assert.deepEqual(refusal(`${block('')}resource "konnect_gateway_route_expression" "a" {\n}\n`), [
      'terraform-name-taken',
      true,
    ]);
    assert.deepEqual(
      refusal(`${block('')}moved {\n  from = konnect_gateway_route.z\n  to = konnect_gateway_route.a\n}\n`),
      ['terraform-moved', true],
    );
    for (const [version, isRefused] of [
      ['~> 1.5.0', true],
      ['< 1.7', true],
      ['>= 1.5', false],
      ['~> 1.5', false],
      ['1.6.2', true],
    ] as const) {
      const [result] = convert({
        'main.tf': `${block('')}terraform {\n  required_version = "${version}"\n}\n`,
      });
      assert.equal('refused' in result!, isRefused, version);
    }
    const json = JSON.stringify({ resource: { konnect_gateway_route: { a: { paths: ['/x'] } } } });
    assert.deepEqual(refusal(json, {}, 'main.tf.json'), ['terraform-json', true]);
    const kong =
      'resource "kong_route" "a" {\n  service_id = "s"\n  protocols = ["http"]\n  paths = ["/x"]\n}\n';
    assert.deepEqual(refusal(kong), ['terraform-no-other-type', false]);
  });

  test('what deck file kong2tf wrote, fixed in one action', () => {
    const text = readFileSync(
      new URL('test/fixtures/terraform/10-kong2tf-expression.tf', repositoryRoot),
      'utf8',
    );
    const imported = '\nimport {\n  to = konnect_gateway_route.a\n  id = "x"\n}\n';
    const long = text.replace('"http.path ~ r#\\"^/x/\\d+$\\"#"', '\n<<EOF\nhttp.path ~ r#"^/x/\\d+$"#\nEOF');
    for (const [before, expression] of [
      [text, '"http.path ~ r#\\"^/x/\\\\d+$\\"#"'],
      [long, '<<EOF\nhttp.path ~ r#"^/x/\\d+$"#\nEOF'],
    ] as const) {
      const files = { 'main.tf': before + imported };
      const module = moduleIn(files);
      const { routes, problems } = readRoutes(module);
      const after = edited(files, fixResource(module, routes[0]!, problems)!.edits)['main.tf']!;
      assert.equal(
        after,
        `resource "konnect_gateway_route_expression" "a" {\n  name = "a"\n  expression = ${expression}\n  priority = 0\n  protocols = ["http", "https"]\n\n  control_plane_id = var.control_plane_id\n}\n\nimport {\n  to = konnect_gateway_route_expression.a\n  id = "x"\n}\n`,
      );
      const again = moduleIn({ 'main.tf': after });
      assert.deepEqual([again.files[0]!.hcl.problems, readRoutes(again).problems], [[], []]);
    }
  });

  test('an escape that HCL does not have: twice the backslash, or a heredoc', () => {
    const text =
      'resource "konnect_gateway_route_expression" "a" {\n  control_plane_id = "cp"\n  expression       = "http.path ~ r#\\"^/\\d${var.x}\\"#"\n}\n';
    const file = readTerraformFile('main.tf', text)!;
    const fixes = syntaxFixes(file, file.hcl.problems[0]!);
    assert.deepEqual(
      fixes.map(({ code, edits }) => [
        code,
        edited({ 'main.tf': text }, edits)['main.tf']!.split('\n').slice(2, -2).join('\n'),
      ]),
      [
        ['double-backslash', '  expression       = "http.path ~ r#\\"^/\\\\d${var.x}\\"#"'],
        ['use-heredoc', '  expression       = <<-EOT\n    http.path ~ r#"^/\\d${var.x}"#\n  EOT'],
      ],
    );
  });

  test('Terraform loads what was written', {
    skip: !hasTerraform && 'Terraform is not installed.',
  }, async () => {
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = mkdtempSync(join(tmpdir(), 'kong-routes-'));
    try {
      const versions =
        'terraform {\n  required_providers {\n    konnect = {\n      source = "kong/konnect"\n    }\n  }\n}\nvariable "cp" {}\n';
      writeFileSync(join(folder, 'main.tf'), versions + converted({ 'main.tf': source })['main.tf']!);
      // Loads and checks the configuration, and needs no provider.
      const { status, stdout, stderr } = spawnSync('terraform', ['providers'], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stdout + stderr);
      assert.match(stdout, /kong\/konnect/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
