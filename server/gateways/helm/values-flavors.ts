/** Router flavors in values of charts, whether the chart reads them or not. */

import type { Place } from '../../text/index.js';
import type { WrittenFlavor } from '../model/index.js';
import { at, entry, type YamlMap, type YamlNode } from '../sources/index.js';
import { environmentPath, type Release } from './release.js';

type Use = Pick<Release, 'chart' | 'path'>;

/**
 * Every router flavor in values.
 *
 * @param uses the charts of Kong's that read the values, at least one
 * @param others keys of the values that are for other charts
 */
export function flavorsInValues(
  values: YamlMap,
  uses: readonly Use[],
  others: ReadonlySet<string>,
): WrittenFlavor[] {
  return flavorsIn(values, [])
    .filter(({ path }) => !others.has(path[0]!))
    .map(({ path, keyPlace, value }) => {
      const use = uses.find((one) => isRead(path, values, one));
      const near = nearest(path, uses);
      return {
        key: path.join('.'),
        keyPlace: { uri: keyPlace.uri, span: keyPlace.span },
        place: { uri: value.uri, span: value.span },
        text:
          value.kind === 'scalar' && !/\{\{|\$\{[A-Za-z_]/.test(value.text ?? '') ? (value.text ?? '') : null,
        unread: use ? null : { chart: near.chart, key: readKey(values, near) },
      };
    });
}

interface FlavorAt {
  readonly path: readonly string[];
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

/** `router_flavor` and what it is mistaken for, as a key or as the `name` of an item. */
const flavorKey = /^(?:kong[_-])?router[_-]flavor$/i;

function flavorsIn(node: YamlNode, path: readonly string[]): FlavorAt[] {
  if (node.kind === 'list') return node.items.flatMap((item) => flavorsIn(item, path));
  if (node.kind !== 'map') return [];
  const name = entry(node, 'name')?.value;
  const named = name?.kind === 'scalar' && flavorKey.test(name.text ?? '') ? name : null;
  const value = named && (entry(node, 'value') ?? entry(node, 'valueFrom'))?.value;
  const item = named && value ? [{ path: [...path, named.text ?? ''], keyPlace: named, value }] : [];
  return [
    ...item,
    ...node.entries.flatMap(({ key, uri, keySpan, value }) => {
      const here = [...path, key];
      const isFlavor = flavorKey.test(key) && (value.kind === 'scalar' || at(value, 'valueFrom'));
      return isFlavor ? [{ path: here, keyPlace: { uri, span: keySpan }, value }] : flavorsIn(value, here);
    }),
  ];
}

/** The key of `customEnv` that goes before `env.router_flavor`, if it is there. */
function customKey(values: YamlMap, use: Use): string | null {
  const custom = at(values, ...environmentPath(use).slice(0, -1), 'customEnv');
  if (custom?.kind !== 'map') return null;
  return custom.entries.find(({ key }) => key.toUpperCase() === 'KONG_ROUTER_FLAVOR')?.key ?? null;
}

/** The one key of these values that the chart reads the flavor from. */
function readKey(values: YamlMap, use: Use): string {
  const environment = environmentPath(use);
  const custom = customKey(values, use);
  const keys =
    custom === null ? [...environment, 'router_flavor'] : [...environment.slice(0, -1), 'customEnv', custom];
  return keys.join('.');
}

const isRead = (path: readonly string[], values: YamlMap, use: Use): boolean =>
  path.join('.') === readKey(values, use);

/** Of several charts the one whose values are around a path, else the first. */
const nearest = (path: readonly string[], uses: readonly Use[]): Use =>
  uses.find((use) => use.path.length > 0 && use.path.every((key, index) => key === path[index])) ?? uses[0]!;
