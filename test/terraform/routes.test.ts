import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  effectiveTerraformData,
  moduleOf,
  readRoutes,
  readTerraformFile,
  terraformData,
  terraformFix,
} from '../../server/terraform/index.js';
import { readMarks } from '../support/marked-text.js';
import { everyProblem } from './judged.js';

const moduleIn = (files: Readonly<Record<string, string>>) =>
  moduleOf(Object.entries(files).flatMap(([name, text]) => readTerraformFile(name, text) ?? []));

const routesIn = (files: Readonly<Record<string, string>>) => readRoutes(moduleIn(files)).routes;

const konnect = (body: string, type = 'konnect_gateway_route') =>
  `resource "${type}" "r" {\n  control_plane_id = "cp"\n${body}}\n`;

/** Of a resource with marked places, the codes of what Terraform refuses, which are exactly there. */
const refused: readonly (readonly [marked: string, ...codes: string[]])[] = [
  [konnect('  methods = <|"GET"|>\n'), 'terraform-value-type'],
  [konnect('  paths = ["/a", <|["/b"]|>]\n'), 'terraform-value-type'],
  [konnect('  regex_priority = <|"many"|>\n'), 'terraform-value-type'],
  [konnect('  regex_priority = <|1.5|>\n'), 'terraform-value-type'],
  [konnect('  strip_path = <|"yes"|>\n'), 'terraform-value-type'],
  [konnect('  headers = { x = <|"a"|> }\n'), 'terraform-value-type'],
  [konnect('  headers = <|["x"]|>\n'), 'terraform-value-type'],
  [konnect('  service = <|"id"|>\n'), 'terraform-value-type'],
  [konnect('  sources = [<|"10.0.0.1"|>]\n'), 'terraform-value-type'],
  [konnect('  sources = [<|null|>]\n'), 'terraform-value-null'],
  [konnect('  sources = [{ ip = "10.0.0.1", port = <|70000|> }]\n'), 'terraform-value-range'],
  [konnect('  sources = [{ ip = "10.0.0.1", <|prt|> = 1 }]\n'), 'terraform-attribute-unknown'],
  [konnect('  <|path|> = ["/x"]\n'), 'terraform-argument-unknown'],
  [konnect('  <|service|> {\n    id = "x"\n  }\n'), 'terraform-argument-not-block'],
  [
    konnect('  expression = "true"\n  priority = <|70368744177664|>\n', 'konnect_gateway_route_expression'),
    'terraform-value-range',
  ],
  [konnect('  priority = <|-1|>\n', 'konnect_gateway_route_expression'), 'terraform-value-range'],
  ['<|resource "konnect_gateway_route" "r"|> {\n  paths = ["/x"]\n}\n', 'terraform-argument-missing'],
  [
    'resource "kong_route" "r" {\n  service_id = "5b9f0c50-0b3e-4f3a-9a58-2f0e3c1d7a11"\n  protocols = ["http"]\n  paths = ["/a"]\n  <|header|> {\n    values = ["a"]\n  }\n}\n',
    'terraform-argument-missing',
  ],
  ['resource "kong-gateway_route" "r" {\n  path_handling = <|"v2"|>\n}\n', 'terraform-value-not-listed'],
  [
    'resource "kong-gateway_route" "r" {\n  https_redirect_status_code = <|300|>\n}\n',
    'terraform-value-not-listed',
  ],
  [
    `${konnect('')}resource <|"konnect_gateway_route" "r"|> {\n  control_plane_id = "x"\n}\n`,
    'terraform-resource-duplicate',
  ],
];

/** What Terraform accepts, with the data that it makes. */
const accepted: readonly (readonly [text: string, data: unknown])[] = [
  [konnect('  strip_path = "true"\n  regex_priority = "5"\n'), { strip_path: true, regex_priority: 5 }],
  [konnect('  tags = [1, true, "a"]\n  name = 7\n'), { tags: ['1', 'true', 'a'], name: '7' }],
  [konnect('  paths = null\n  hosts = toset(["b", "a"])\n'), { hosts: ['a', 'b'] }],
  [konnect('  headers = { x-env = ["a"], "y z" : ["b"] }\n'), { headers: { 'x-env': ['a'], 'y z': ['b'] } }],
  [konnect('  workspace = "w"\n  id = "x"\n'), { id: 'x' }],
  [
    konnect('  sources = [{ ip = "10.0.0.1", port = "80" }, { port = 1 }]\n'),
    { sources: [{ ip: '10.0.0.1', port: 80 }, { port: 1 }] },
  ],
  [konnect('  lifecycle {\n    prevent_destroy = true\n  }\n  depends_on = [a.b]\n  provider = k.x\n'), {}],
];

suite('Terraform: routes', () => {
  for (const [marked, ...codes] of refused) {
    test(`refused: ${marked}`, () => {
      const { text, ranges } = readMarks(marked);
      const { problems } = readRoutes(moduleIn({ 'main.tf': text }));
      assert.deepEqual(
        problems.map(({ code }) => code),
        codes,
      );
      assert.deepEqual(
        problems.map(({ span }) => span),
        ranges,
      );
    });
  }

  for (const [text, data] of accepted) {
    test(`accepted: ${text}`, () => {
      const { problems, routes } = readRoutes(moduleIn({ 'main.tf': text }));
      assert.deepEqual(problems, []);
      assert.deepEqual(terraformData(routes[0]!.body), data);
    });
  }

  test('the protocols that a provider sends, and those that it leaves to the Gateway', () => {
    const dataOf = (text: string) => effectiveTerraformData(routesIn({ 'main.tf': text })[0]!);
    assert.deepEqual(dataOf(konnect('')), { protocols: ['http', 'https'] });
    assert.deepEqual(dataOf('resource "kong-gateway_route" "r" {\n}\n'), {});
    assert.deepEqual(dataOf(konnect('  protocols = var.p\n')), {});
  });

  test('locals, defaults and values of the same directory', () => {
    const [route] = routesIn({
      'main.tf': konnect('  paths = local.paths\n  hosts = ["${var.h}.example.com"]\n  name = var.n\n'),
      'locals.tf': 'locals {\n  paths = ["/a", "/b"]\n}\n',
      'variables.tf': 'variable "h" {\n  default = "x"\n}\nvariable "n" {\n}\n',
      'terraform.tfvars': 'h = "y"\nn = "named"\n',
      'other.tfvars': 'h = "z"\n',
    });
    assert.deepEqual(terraformData(route!.body), {
      paths: ['/a', '/b'],
      hosts: ['y.example.com'],
      name: 'named',
    });
    const paths = route!.body.entries.find(({ key }) => key === 'paths')!.value;
    assert.ok(paths.aliased);
  });

  test('what is not known is noted, and in nothing else', () => {
    const [route] = routesIn({
      'main.tf': konnect(
        '  for_each = var.all\n  paths = ["/a", var.b, "/${var.c}"]\n  hosts = each.value\n',
      ),
    });
    assert.deepEqual(terraformData(route!.body), { paths: ['/a', '/${var.c}'] });
    assert.deepEqual(
      route!.unknown.map(({ path, why }) => [path, why]),
      [
        [['paths', 1], 'unknown'],
        [['paths', 1], 'partly'],
        [['hosts'], 'unknown'],
      ],
    );
    assert.equal(route!.repeated, 'for_each');
  });

  test('count = 0 and an empty for_each make no route', () => {
    const absent = (line: string) => routesIn({ 'main.tf': konnect(`  ${line}\n`) })[0]!.absent;
    assert.deepEqual(['count = 0', 'count = 1', 'for_each = {}', 'count = var.n'].map(absent), [
      true,
      false,
      true,
      false,
    ]);
  });

  test('dynamic blocks of kong_route', () => {
    const route = (each: string) =>
      `resource "kong_route" "r" {\n  service_id = "5b9f0c50-0b3e-4f3a-9a58-2f0e3c1d7a11"\n  protocols = ["http"]\n  dynamic "header" {\n    for_each = ${each}\n    content {\n      name = header.key\n      values = header.value\n    }\n  }\n}\n`;
    const [known] = routesIn({ 'main.tf': route('{ x = ["a"], y = ["b"] }') });
    assert.deepEqual(terraformData(known!.body).headers, { x: ['a'], y: ['b'] });
    const [open] = routesIn({ 'main.tf': route('var.headers') });
    assert.deepEqual(open!.unknown[0]?.path, ['headers']);
    assert.deepEqual(everyProblem(route('var.headers')), []);
  });

  test('which provider kong_route is of', () => {
    const source = (from: string) =>
      `terraform {\n  required_providers {\n    kong = {\n      source = "${from}"\n    }\n  }\n}\n`;
    const text =
      'resource "kong_route" "r" {\n  service_id = "5b9f0c50-0b3e-4f3a-9a58-2f0e3c1d7a11"\n  header = [{ name = "x", values = ["a"] }]\n}\n';
    const codes = (files: Readonly<Record<string, string>>) =>
      readRoutes(moduleIn(files)).problems.map(({ code, args }) => [code, Object.values(args)[0]]);
    assert.deepEqual(codes({ 'main.tf': text }), []);
    assert.deepEqual(codes({ 'main.tf': text, 'versions.tf': source('granular-oss/kong') }), [
      ['terraform-argument-missing', 'name'],
    ]);
    assert.deepEqual(
      codes({ 'main.tf': text, 'versions.tf': source('registry.terraform.io/kevholditch/kong') }),
      [
        ['terraform-block-not-argument', 'header'],
        ['terraform-argument-missing', 'protocols'],
      ],
    );
  });

  test('what an override file sets is not known, and OpenTofu’s file of the same name is no duplicate', () => {
    const text = konnect('  paths = ["/x"]\n  hosts = ["a.b"]\n');
    const override = 'resource "konnect_gateway_route" "r" {\n  paths = ["/y"]\n}\n';
    const { routes, problems } = readRoutes(moduleIn({ 'main.tf': text, 'main_override.tf': override }));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      routes.map(({ body, unknown }) => [terraformData(body), unknown.map(({ path }) => path)]),
      [[{ hosts: ['a.b'] }, [['paths']]]],
    );
    assert.deepEqual(readRoutes(moduleIn({ 'main.tf': text, 'main.tofu': text })).problems, []);
  });

  test('JSON', () => {
    const text = JSON.stringify(
      {
        resource: {
          konnect_gateway_route_expression: {
            a: {
              control_plane_id: '${var.cp}',
              expression: 'http.path == "/x" && http.port == 1',
              lifecycle: { prevent_destroy: true },
            },
          },
          kong_route: {
            b: {
              service_id: '5b9f0c50-0b3e-4f3a-9a58-2f0e3c1d7a11',
              protocols: ['http'],
              header: [{ name: 'x', values: ['a'] }],
            },
          },
        },
      },
      null,
      2,
    );
    const at = text.indexOf('http.port') - text.lastIndexOf('\n', text.indexOf('http.port'));
    assert.deepEqual(everyProblem(text, 'main.tf.json'), [`6:${at}-6:${at + 9} expression-unknown-field`]);
    const [, route] = routesIn({ 'main.tf.json': text });
    assert.deepEqual(terraformData(route!.body).headers, { x: ['a'] });
  });

  test('resources that are no routes', () => {
    for (const type of ['aws_route', 'cloudflare_ruleset', 'konnect_gateway_service', 'kong_service']) {
      assert.deepEqual(routesIn({ 'main.tf': `resource "${type}" "r" {\n  expression = "x"\n}\n` }), []);
    }
    assert.deepEqual(routesIn({ 'main.tf': 'data "kong_route" "r" {\n}\n' }), []);
  });

  test('a misspelled argument, a missing equals sign and a text that should be a list are fixed', () => {
    const fixed = (text: string) => {
      const module = moduleIn({ 'main.tf': text });
      const [problem] = readRoutes(module).problems;
      const fix = terraformFix(module, problem!);
      return [...(fix?.edits ?? [])]
        .sort((a, b) => b.span.start - a.span.start)
        .reduce(
          (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
          text,
        );
    };
    assert.equal(fixed(konnect('  path = ["/x"]\n')), konnect('  paths = ["/x"]\n'));
    assert.equal(
      fixed(konnect('  service {\n    id = "x"\n  }\n')),
      konnect('  service = {\n    id = "x"\n  }\n'),
    );
    assert.equal(fixed(konnect('  methods = "GET"\n')), konnect('  methods = ["GET"]\n'));
  });
});
