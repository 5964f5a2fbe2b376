/** The part of an object at an offset of its file, and the routes that it leads to. */

import type { Span } from '../../grammar/index.js';
import type {
  GeneratedRoute,
  KubernetesObject,
  ObjectPath,
  OutputTranslation,
  Value,
} from '../kubernetes/index.js';
import type { ManifestSet } from './manifest-set.js';

export interface ManifestPlace {
  readonly object: KubernetesObject;
  /** The innermost value at the offset. */
  readonly value: Value;
  readonly path: ObjectPath;
  /** The key of the value, or the value itself: what the offset is on. */
  readonly span: Span;
  readonly isOnKey: boolean;
}

/** @returns `null` between objects, and on what is neither a key nor a value */
export function manifestPlaceAt(set: ManifestSet, offset: number): ManifestPlace | null {
  for (const object of set.objects) {
    const found = within(object.root, offset);
    if (found) return { object, ...found };
  }
  return null;
}

type Found = Omit<ManifestPlace, 'object'>;

function within(value: Value, offset: number): Found | null {
  for (const [, member] of value.members) {
    const { keyRange } = member;
    if (keyRange && isIn(keyRange, offset)) return foundAt(member, keyRange, true);
    const found = member.isPresent ? inValue(member, offset) : null;
    if (found) return found;
  }
  for (const item of value.items) {
    const found = inValue(item, offset);
    if (found) return found;
  }
  return null;
}

function inValue(value: Value, offset: number): Found | null {
  const { range } = value.origin;
  if (!isIn(range, offset)) return null;
  return within(value, offset) ?? (value.text === undefined ? null : foundAt(value, range, false));
}

const isIn = ([start, end]: readonly [number, number], offset: number): boolean =>
  start <= offset && offset <= end;

const foundAt = (value: Value, [start, end]: readonly [number, number], isOnKey: boolean): Found => ({
  value,
  path: value.path,
  span: { start, end },
  isOnKey,
});

export interface MadeRoute {
  readonly service: string;
  readonly route: GeneratedRoute;
}

const numberAfter = (path: ObjectPath, key: string): number | null => {
  const index = path.indexOf(key);
  const next = index === -1 ? undefined : path[index + 1];
  return typeof next === 'number' ? next : null;
};

/** Which part of its object a place is about: a rule, one of its matches or paths, a hostname; else the whole. */
export interface Aspect {
  readonly rule: number | null;
  readonly match: number | null;
  readonly hostname: string | null;
  readonly isDefaultBackend: boolean;
}

export function aspectOf({ path, object }: Pick<ManifestPlace, 'path' | 'object'>): Aspect {
  const rule = numberAfter(path, 'rules');
  const hostname = path.includes('hostnames')
    ? (object.root.get('spec', 'hostnames').items[numberAfter(path, 'hostnames') ?? -1]?.text ?? null)
    : null;
  return {
    rule,
    match: rule === null ? null : (numberAfter(path, 'matches') ?? numberAfter(path, 'paths')),
    hostname,
    isDefaultBackend: path.includes('defaultBackend'),
  };
}

/** The routes of one output that are made of a part of an object. */
export function routesOf(
  { services }: OutputTranslation,
  object: KubernetesObject,
  { rule, match, hostname, isDefaultBackend }: Aspect,
): MadeRoute[] {
  const isMadeOf = ({ object: own, source }: GeneratedRoute): boolean =>
    own === object &&
    (!isDefaultBackend || source.defaultBackend === true) &&
    (rule === null || (source.rules ?? []).includes(rule)) &&
    (match === null ||
      source.matches === undefined ||
      source.matches.some(([ofRule, ofMatch]) => ofRule === rule && ofMatch === match)) &&
    (hostname === null || source.hostname === undefined || source.hostname === hostname);
  return services.flatMap(({ name, routes }) =>
    routes.filter(isMadeOf).map((route) => ({ service: name, route })),
  );
}
