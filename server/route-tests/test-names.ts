/** The routes and services that a file of route tests expects, each at its place. */

import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { type EntityName, type NamedEntity, scalarName } from '../documents/index.js';
import { uriKey } from '../text/index.js';

/** The names in `expect` of each test, in the order of the text. `no route` is not a name. */
export function testedNames(text: string): EntityName[] {
  const { contents } = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  const tests = isMap(contents) ? contents.get('tests', true) : null;
  if (!isSeq(tests)) return [];
  return tests.items.flatMap((test) => (isMap(test) ? namesIn(test) : []));
}

function namesIn(test: YAMLMap): EntityName[] {
  const expect = test.get('expect', true);
  if (!isMap(expect)) return expected('route', expect);
  const route = expect.get('route', true);
  const routes = isSeq(route) ? route.items : [route];
  return [
    ...routes.flatMap((one) => expected('route', one)),
    ...expected('service', expect.get('service', true)),
  ].sort((a, b) => a.span.start - b.span.start);
}

function expected(entity: NamedEntity, node: unknown): EntityName[] {
  if (isScalar(node) && entity === 'route' && node.value === 'no route') return [];
  const name = scalarName(node);
  return name ? [{ entity, role: 'reference', id: null, ...name }] : [];
}

/**
 * The files of routes that a file of tests is for, as URIs; a folder is possible where it names them.
 *
 * @param uri of the file of tests
 * @param routes the paths in it; where there are none, the file that it is named after is tested
 */
export function testedUris(uri: string, routes: readonly string[]): readonly string[] {
  if (routes.length > 0) return routes.map((path) => new URL(encodeURI(path), uri).href);
  const stem = uri.replace(/\.kong-test\.\w+$/i, '');
  return ['yaml', 'yml', 'json'].map((extension) => `${stem}.${extension}`);
}

/** Whether a file is one of those, or in a folder that is. */
export function isTested(tested: readonly string[], uri: string): boolean {
  const key = uriKey(uri);
  return tested.some((one) => {
    const other = uriKey(one).replace(/\/$/, '');
    return key === other || key.startsWith(`${other}/`);
  });
}
