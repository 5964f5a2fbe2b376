import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  editText,
  moduleOf,
  readRoutes,
  readTerraformFile,
  rewriteFields,
} from '../../server/terraform/index.js';
import { everyProblem, gateway } from './judged.js';

const expression = (value: string, rest = '') =>
  `resource "konnect_gateway_route_expression" "a" {\n  control_plane_id = "cp"\n  expression = ${value}\n${rest}}\n`;

/** What is reported about an expression, without its place. */
const codes = (text: string) => everyProblem(text).map((line) => line.split(' ')[1]);

suite('Terraform: judged around what is not known', () => {
  test('an unknown part inside a constant hides that constant alone', () => {
    assert.deepEqual(codes(expression('"http.path ~ \\"^/${var.x}(\\" && http.port == 1"')), [
      'expression-unknown-field',
    ]);
    assert.deepEqual(codes(expression('"http.path ~ r#\\"^/${var.x}(\\"# && http.port == 1"')), [
      'expression-unknown-field',
    ]);
    assert.deepEqual(codes(expression('"http.path ~ \\"^/(\\""')), ['expression-regex']);
  });

  test('an unknown part that may contain syntax hides all', () => {
    for (const value of [
      '"${var.x} && http.port == 1"',
      'var.x',
      '"http.path ${var.op} \\"/x\\""',
      'file("x")',
    ]) {
      assert.deepEqual(codes(expression(value)), [], value);
    }
  });

  test('without known protocols the fields are not judged', () => {
    assert.deepEqual(codes(expression('"http.port == 1"', '  protocols = var.p\n')), []);
    assert.deepEqual(codes(expression('"http.port == 1"', '  protocols = ["http"]\n')), [
      'expression-unknown-field',
    ]);
  });

  test('through locals and functions, at the place that is written here', () => {
    const locals = 'locals {\n  e = "http.port == 1"\n}\n';
    assert.deepEqual(everyProblem(expression('local.e') + locals), ['3:16-3:23 expression-unknown-field']);
    assert.deepEqual(everyProblem(expression('trimspace(<<-EOT\n    http.port == 1\n  EOT\n  )')), [
      '4:5-4:14 expression-unknown-field',
    ]);
    assert.deepEqual(everyProblem(expression('join(" && ", ["http.path == \\"/x\\"", "http.port == 1"])')), [
      '3:54-3:63 expression-unknown-field',
    ]);
  });

  test('fields that may be there are not missed', () => {
    const route = (body: string) =>
      `resource "konnect_gateway_route" "a" {\n  control_plane_id = "cp"\n${body}}\n`;
    assert.deepEqual(codes(route('')), ['match-missing']);
    assert.deepEqual(codes(route('  paths = var.p\n')), []);
    assert.deepEqual(codes(route('  paths = [var.p]\n')), []);
    assert.deepEqual(codes(route('  protocols = var.p\n  sources = [{ ip = "10.0.0.1" }]\n')), []);
    assert.deepEqual(codes(route('  name = "${var.n} x"\n  hosts = ["a.b"]\n')), []);
    assert.deepEqual(codes(route('  name = "a b"\n  hosts = ["a.b"]\n')), ['name-form']);
  });

  test('the gateway of these tests', () => assert.deepEqual(gateway.version, [3, 10, 0]));
});

suite('Terraform: values edited where they are written', () => {
  const edit = (value: string, from: string, to: string) => {
    const text = expression(value);
    const module = moduleOf([readTerraformFile('main.tf', text)!]);
    const [route] = readRoutes(module).routes;
    const scalar = route!.body.entries.find(({ key }) => key === 'expression')!.value;
    assert.ok(scalar.kind === 'scalar');
    const start = String(scalar.value).indexOf(from);
    const edits = editText(module, route!, 'expression', [
      { span: { start, end: start + from.length }, newText: to },
    ]);
    return (
      edits &&
      [...edits]
        .sort((a, b) => b.span.start - a.span.start)
        .reduce(
          (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
          text,
        )
    );
  };

  test('in quotes, with their escapes', () => {
    assert.equal(edit('"http.path = \\"/x\\""', '=', '=='), expression('"http.path == \\"/x\\""'));
    assert.equal(
      edit('"http.path == \\"/x\\""', '"/x"', 'r#"\\d"#'),
      expression('"http.path == r#\\"\\\\d\\"#"'),
    );
    assert.equal(
      edit('"http.path == \\"${var.x}\\" && a = 1"', '= 1', '== 1'),
      expression('"http.path == \\"${var.x}\\" && a == 1"'),
    );
  });

  test('in a heredoc, with its indentation', () => {
    assert.equal(
      edit('<<-EOT\n    http.path == "/x"\n  EOT', '== "/x"', '== "/x"\n&& http.host == "a"'),
      expression('<<-EOT\n    http.path == "/x"\n    && http.host == "a"\n  EOT'),
    );
  });

  test('not where it is written elsewhere', () => {
    const text = `${expression('local.e')}locals {\n  e = "http.path"\n}\n`;
    const module = moduleOf([readTerraformFile('main.tf', text)!]);
    const [route] = readRoutes(module).routes;
    assert.equal(
      editText(module, route!, 'expression', [{ span: { start: 0, end: 1 }, newText: 'x' }]),
      null,
    );
  });

  test('fields written anew in their place', () => {
    const text = expression('"true"', '  priority = 1\n');
    const module = moduleOf([readTerraformFile('main.tf', text)!]);
    const [route] = readRoutes(module).routes;
    const result = rewriteFields(module, route!, new Set(), [
      ['priority', 7],
      ['strip_path', false],
    ]);
    assert.ok('edits' in result);
    const after = [...result.edits]
      .sort((a, b) => b.span.start - a.span.start)
      .reduce(
        (whole, { span, newText }) => whole.slice(0, span.start) + newText + whole.slice(span.end),
        text,
      );
    assert.equal(after, expression('"true"', '  priority = 7\n  strip_path = false\n'));
  });
});
