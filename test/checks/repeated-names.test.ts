import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentMemory } from '../../server/checks/index.js';
import { structureProblems } from '../../server/checks/structure-problems.js';
import { readDocument } from '../../server/documents/index.js';

/** The values at which a name is said to be another route's, too. */
function repeated(...resources: readonly string[]): string[] {
  const text = resources.join('\n');
  return structureProblems(readDocument(text, 'hcl'), new DocumentMemory())
    .filter(({ code }) => code === 'route-repeated')
    .map(({ span, message }) => {
      assert.match(message, /UNIQUE violation detected on '\{name="n"\}'/);
      return text.slice(span.start, span.end);
    });
}

let count = 0;
const route = (more: string, type = 'konnect_gateway_route') =>
  `resource "${type}" "r${count++}" {\n  name = "n"\n  paths = ["/a"]\n  ${more}\n}`;

suite('Names of routes in Terraform', () => {
  test('one control plane has a name once, whatever the control plane is', () => {
    const both = ['konnect_gateway_route', 'konnect_gateway_route_expression'];
    for (const cp of ['"cp"', 'var.cp', 'konnect_gateway_control_plane.a.id']) {
      const found = repeated(...both.map((type) => route(`control_plane_id = ${cp}`, type)));
      assert.deepEqual(found, ['"n"'], cp);
    }
    assert.deepEqual(repeated(route('control_plane_id = var.a'), route('control_plane_id = var.b')), []);
  });

  test('a workspace and an Admin API have a name once', () => {
    const gateway = (more: string) => route(more, 'kong-gateway_route');
    assert.deepEqual(repeated(gateway(''), gateway('workspace = "default"')), ['"n"']);
    assert.deepEqual(repeated(gateway(''), gateway('workspace = "other"')), []);
    assert.deepEqual(repeated(gateway(''), gateway('workspace = var.w')), []);
    assert.deepEqual(repeated(route('', 'kong_route'), route('', 'kong_route')), ['"n"']);
  });

  test('nothing is reported about what may be absent or have another name', () => {
    const one = 'control_plane_id = var.cp';
    assert.deepEqual(repeated(route(one), route(`${one}\n  count = 0`)), []);
    assert.deepEqual(repeated(route(one), route(`${one}\n  count = 2`)), []);
    assert.deepEqual(repeated(route(one), route(one).replace('"n"', '"n${var.x}"')), []);
  });
});
