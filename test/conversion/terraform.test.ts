/** Files of Terraform through the commands: converted there and back, corrected, laid out, matched. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { fixAll } from '../../server/checks/index.js';
import { formatFile } from '../../server/cli/commands/fmt.js';
import { translateFile } from '../../server/cli/commands/translate.js';
import { type ConvertedFile, convertFiles } from '../../server/conversion/convert-files.js';
import { unknownTerraform } from '../../server/conversion/index.js';
import { readDocument } from '../../server/documents/index.js';
import { requestOfUrl } from '../../server/flavors/index.js';
import { refusalWords } from '../../server/problems/index.js';
import type { Gateway } from '../../server/routes/index.js';
import { matchWarnings, routingTable } from '../../server/routing/index.js';
import { type ModuleFile, readTerraformFile } from '../../server/terraform/index.js';
import { askOracle } from '../hcl/oracle.js';
import { repositoryRoot } from '../support/vectors.js';

type Files = Readonly<Record<string, string>>;

const gateway: Gateway = { flavor: 'expressions', version: [3, 10] };

const read = (files: Files) => {
  const modules = Object.entries(files).map(([name, text]) => readTerraformFile(name, text) as ModuleFile);
  return Object.entries(files).map(([name, text]) => {
    const siblings = modules.filter((file) => file.name !== name);
    return { file: name, document: readDocument(text, 'hcl', { name, siblings }) };
  });
};

const analysed = (files: Files) =>
  read(files).map(({ file, document }) => ({ file, analysis: new DocumentAnalysis(document, gateway) }));

const texts = (converted: readonly ConvertedFile[]): Files =>
  Object.fromEntries(converted.map(({ file, text }) => [file, text]));

const options = { ...unknownTerraform, isChild: false };

const fixture = (name: string) =>
  readFileSync(new URL(`test/fixtures/terraform/${name}.tf`, repositoryRoot), 'utf8');

const module: Files = {
  'a.tf': `# Orders.
resource "konnect_gateway_route" "a" {
  control_plane_id = var.cp # which
  name             = "a"

  # Public.
  paths   = ["/\${var.part}"]
  methods = ["GET"] /* only */
  tags    = [konnect_gateway_route.b.name]
}
`,
  'b.tf': `resource "konnect_gateway_route" "b" {
  control_plane_id = var.cp
  name             = "b"
  hosts            = ["b.example.com"]
  tags             = [konnect_gateway_route.a.name]
}

output "a" { value = konnect_gateway_route.a.id }
`,
  'plugins.tf': `resource "konnect_gateway_plugin_cors" "c" {
  route = { id = konnect_gateway_route.b.id }
}
`,
};

suite('Terraform through the commands', () => {
  test('convert: a whole module at once, whatever refers to what', async () => {
    const converted = convertFiles(analysed(module), 'expressions', null, { terraformOf: () => options });
    assert.deepEqual(
      converted.map(({ file, converted: done, leftAlone }) => [file, done.length, leftAlone.length]),
      [
        ['a.tf', 1, 0],
        ['b.tf', 1, 0],
        ['plugins.tf', 0, 0],
      ],
    );
    const after = texts(converted);
    for (const [name, text] of Object.entries(after)) {
      // What is left of the old addresses is forgotten.
      const rest = text.replace(/removed \{[\s\S]*?\n\}\n/g, '').replace(/# The id of[^\n]*/g, '');
      assert.doesNotMatch(rest, /konnect_gateway_route\b(?!_)/, name);
      const { refused } = await askOracle(text);
      assert.equal(refused, undefined);
    }
    const back = convertFiles(analysed(after), 'traditional', null, { terraformOf: () => options });
    const again = texts(back);
    assert.equal(again['plugins.tf'], module['plugins.tf']);
    // The fields are the routes' own; everything else is byte for byte as it was.
    const others = (text: string) =>
      text.replace(/^.*\b(?:paths|methods|hosts|regex_priority) +=.*\n/gm, '').replace(/ +=/g, ' =');
    assert.equal(others(again['b.tf']!), others(module['b.tf']!));
    assert.match(again['a.tf']!, /# Public\./);
    assert.match(again['a.tf']!, /# which/);
  });

  test('convert: with the ids of a state, nothing is left to fill in', () => {
    const ids = new Map([['konnect_gateway_route.b', { id: 'i', controlPlaneId: 'c', workspace: null }]]);
    const only = { 'b.tf': module['b.tf']!.replace(/\n {2}tags.*\n/, '\n').replace(/\noutput.*\n/, '') };
    const [file] = convertFiles(analysed(only), 'expressions', 'konnect_gateway_route.b', {
      terraformOf: () => ({ ...options, ids }),
    });
    assert.match(file!.text, /id = jsonencode\(\{ control_plane_id = var\.cp, id = "i" \}\)/);
    assert.deepEqual(file!.converted[0]!.notes, []);
  });

  test('convert: verified over all files of the module, for each control plane', () => {
    const route = (name: string, plane: string, fields: string) =>
      `resource "konnect_gateway_route" "${name}" {\n  control_plane_id = konnect_gateway_control_plane.${plane}.id\n  name = "${name}"\n  ${fields}\n}\n`;
    const taken = `resource "konnect_gateway_route_expression" "x" {\n  control_plane_id = konnect_gateway_control_plane.one.id\n  name = "x"\n  expression = "http.path ^= \\"/a\\""\n  priority = 1\n}\n`;
    const verdicts = (files: Files, own: Gateway) => {
      const named = read(files).map(({ file, document }) => ({
        file,
        analysis: new DocumentAnalysis(document, own),
      }));
      const converted = convertFiles(named, 'expressions', null, { terraformOf: () => options });
      return converted.flatMap(({ verification }) => (verification ? [verification] : []));
    };
    const compatible: Gateway = { flavor: 'traditional_compatible', version: [3, 10] };
    const split = {
      'a.tf': route('a', 'one', 'paths = ["/a", "/long"]'),
      'b.tf': route('b', 'one', 'hosts = ["b.example.com"]'),
    };
    assert.deepEqual(verdicts(split, compatible), [{ kind: 'equal' }, { kind: 'equal' }]);
    // The route of the other file would be evaluated after the converted one, and was before it.
    const mixed = { 'a.tf': route('a', 'one', 'paths = ["/a", "/long"]'), 'x.tf': taken };
    const [different] = verdicts(mixed, gateway);
    assert.equal(different?.kind, 'different');
    assert.equal(different.before, 'x');
    assert.ok(different.after === 'a' || different.after === 'a-2', `${different.after}`);
    // Another control plane is another table.
    const apart = { ...mixed, 'a.tf': route('a', 'two', 'paths = ["/a", "/long"]') };
    assert.deepEqual(verdicts(apart, gateway), [{ kind: 'equal' }]);
    const unknown = { 'a.tf': route('a', 'one', 'paths = var.paths\n  hosts = ["a.example.com"]') };
    assert.deepEqual(
      verdicts({ ...split, 'c.tf': unknown['a.tf'].replaceAll('"a"', '"c"') }, compatible).map((one) =>
        one.kind === 'not-verified' ? one.reason : one.kind,
      ),
      ['placeholders', 'placeholders'],
    );
    const several = { ...split, 'b.tf': route('b', 'one', 'count = 2\n  hosts = ["b.example.com"]') };
    assert.deepEqual(
      verdicts(several, compatible).map((one) => (one.kind === 'not-verified' ? one.reason : one.kind)),
      ['terraform'],
    );
  });

  test('convert: what is not known is refused, with the way in two applies', () => {
    const [file] = convertFiles(analysed({ 'main.tf': fixture('08-fully-unknown') }), 'expressions', null, {
      terraformOf: () => options,
    });
    assert.equal(file!.text, fixture('08-fully-unknown'));
    assert.match(refusalWords(file!.leftAlone[0]!.reason), /`for_each`.*Instead: 1\. Write a resource/);
  });

  test('convert: what kong2tf wrote becomes the resource that it should be', () => {
    const [file] = convertFiles(
      analysed({ 'main.tf': fixture('10-kong2tf-expression') }),
      'expressions',
      null,
      { terraformOf: () => options },
    );
    assert.deepEqual(readDocument(file!.text, 'hcl').terraform?.problems, []);
    assert.deepEqual(readDocument(file!.text, 'hcl').terraform?.file.hcl.problems, []);
    assert.doesNotMatch(file!.text, /removed|import/);
  });

  test('check --fix: what leaves nothing to decide', () => {
    const [file] = analysed({ 'main.tf': fixture('10-kong2tf-expression') });
    const { document, done, leftAlone } = fixAll(file!.analysis);
    assert.deepEqual(document.terraform?.problems, []);
    assert.deepEqual(document.terraform?.file.hcl.problems, []);
    assert.ok(done.length >= 2);
    assert.deepEqual(leftAlone, []);
  });

  test('fmt: alignment, comments and what is laid out already stay', () => {
    const laid = `resource "kong-gateway_route_expression" "a" {
  name       = "a" # first
  expression = <<-EXPR
    http.path == "/a"
      && http.method == "GET"
  EXPR
  priority   = 1
}
`;
    const [same] = analysed({ 'main.tf': laid });
    const once = formatFile(same!.file, same!.analysis).text;
    const [twice] = analysed({ 'main.tf': once });
    assert.equal(formatFile('main.tf', twice!.analysis).text, once, 'it has a form that stays');
    assert.match(once, /name {7}= "a" # first\n {2}expression = <<-EXPR\n/);
    const [one] = analysed({
      'main.tf': laid.replace(/<<-EXPR[\s\S]*EXPR\n/, '"http.path   == \\"/a\\""\n'),
    });
    assert.match(formatFile('main.tf', one!.analysis).text, /expression = "http\.path == \\"\/a\\""\n/);
  });

  test('translate and match say what is not known', () => {
    const files = read({ 'main.tf': fixture('08-fully-unknown') });
    const [translated] = translateFile(files[0]!.document, gateway);
    assert.match(translated!.unknown!, /not known before Terraform runs/);
    const table = routingTable(files, gateway, 'http');
    assert.equal(table.routes.length, 0);
    assert.deepEqual(
      matchWarnings(table).map(({ code }) => code),
      ['route-unknown'],
    );
  });

  test('match: routes, with the service of another file', () => {
    const files = read({
      'main.tf': `resource "kong-gateway_route" "r" {
  name      = "r"
  paths     = ["/x"]
  protocols = ["http"]
  service   = { id = kong-gateway_service.s.id }
}
`,
      's.tf': `resource "kong-gateway_service" "s" {
  protocol = "http"
  host     = "up.example.com"
  port     = 8080
}
`,
    });
    const table = routingTable(files, gateway, 'http');
    const match = table.router.match(requestOfUrl('http://a.example.com/x/y', {})!);
    assert.equal(match.route, 0);
    assert.equal(JSON.stringify(match.outcome()).includes('up.example.com'), true);
  });
});
