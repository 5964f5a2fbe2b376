/** A translation as JSON: one entry for each route that is made in any flavor, by its name. */

import { manifestRefusalMessage } from '../problems/index.js';
import { largest } from '../text/index.js';
import type { GeneratedRoute, JsonValue, KongFields } from './kong/generated.js';
import { type Flavor, flavors, flavorsOf, type Output } from './problems/codes.js';
import type { RefusedObject } from './routes/context.js';
import type { OutputTranslation, Translation } from './translation.js';

/** What a flavor says of a route that it gets. */
export interface Verdict {
  readonly status: 'accepted' | 'rejected';
  readonly messages: readonly string[];
  /** What Kong's router builds of it; `null` if it builds no expressions. */
  readonly entries: readonly { readonly expression: string; readonly priority: string }[] | null;
}

/** Asks what Kong says of a route. */
export type Judge = (route: KongFields, flavor: Flavor) => Verdict;

export interface RouteEntry {
  readonly name?: string;
  readonly kind: 'kubernetes';
  readonly service?: string;
  readonly controller: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly flavors: Readonly<Record<Flavor, FlavorEntry>>;
}

export interface FlavorEntry {
  readonly status: 'accepted' | 'rejected' | 'absent' | 'refused';
  readonly message?: string;
  readonly service?: string;
  readonly route?: Readonly<Record<string, unknown>>;
  readonly entries?: readonly { readonly expression: string; readonly priority: string }[];
}

interface FoundRoute {
  readonly route: GeneratedRoute;
  readonly service: string;
}

/** The entries of one file, or of all where no file is named. */
export function reportEntries(translation: Translation, judge: Judge, file?: string): RouteEntry[] {
  const isWanted = (object: { readonly file: string }) => file === undefined || object.file === file;
  const outputs = ['traditional', 'expressions'] as const;
  const found = Object.fromEntries(
    outputs.map((output) => [output, routesByName(translation[output], isWanted)]),
  ) as Record<Output, Map<string, FoundRoute[]>>;
  const names = new Set(outputs.flatMap((output) => [...found[output].keys()]));
  const routes = [...names].flatMap((name) => {
    // Several routes of one name are a defect of the controllers, and are shown as they are.
    const count = largest(outputs.map((output) => found[output].get(name)?.length ?? 0));
    return Array.from({ length: count }, (_, index) => {
      const [traditional, expressions] = outputs.map((output) => found[output].get(name)?.[index]);
      return routeEntry(name, { traditional, expressions }, translation, judge);
    });
  });
  return [...routes, ...refusedEntries(translation, isWanted)];
}

function routesByName(
  { services }: OutputTranslation,
  isWanted: (object: { readonly file: string }) => boolean,
): Map<string, FoundRoute[]> {
  const routes = new Map<string, FoundRoute[]>();
  for (const service of services) {
    for (const route of service.routes) {
      if (!isWanted(route.object)) continue;
      routes.set(route.name, [...(routes.get(route.name) ?? []), { route, service: service.name }]);
    }
  }
  return routes;
}

function routeEntry(
  name: string,
  found: Readonly<Record<Output, FoundRoute | undefined>>,
  { settings }: Translation,
  judge: Judge,
): RouteEntry {
  const first = (found.traditional ?? found.expressions) as FoundRoute;
  const entry = (flavor: Flavor): FlavorEntry => {
    const own = found[flavor === 'expressions' ? 'expressions' : 'traditional'];
    if (!own) return { status: 'absent' };
    const { status, messages, entries } = judge(own.route.fields, flavor);
    return {
      status,
      ...(messages.length > 0 && { message: messages.join('\n') }),
      ...(own.service !== first.service && { service: own.service }),
      route: jsonFields({
        ...(own.route.id !== null && { id: own.route.id }),
        ...own.route.fields,
        tags: own.route.tags,
      }),
      ...(entries && { entries }),
    };
  };
  return {
    ...(name !== '' && { name }),
    kind: 'kubernetes',
    service: first.service,
    controller: settings.controller,
    source: { ...first.route.object.identity, file: first.route.object.file, ...first.route.source },
    flavors: Object.fromEntries(flavors.map((flavor) => [flavor, entry(flavor)])) as Record<
      Flavor,
      FlavorEntry
    >,
  };
}

/**
 * Priorities are text: they do not fit a number of JSON as most programs read it. So are the ports of `destinations`,
 * which the recorded cases have as text.
 */
export function jsonFields(fields: Readonly<Record<string, JsonValue>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (typeof value === 'bigint') return [key, String(value)];
      return [key, key === 'destinations' ? JSON.parse(JSON.stringify(value, portAsText)) : value];
    }),
  );
}

const portAsText = (key: string, value: unknown): unknown => (key === 'port' ? String(value) : value);

/** An object from which the controller creates nothing, with its message. */
function refusedEntries(
  translation: Translation,
  isWanted: (object: { readonly file: string }) => boolean,
): RouteEntry[] {
  const objects = new Map<string, RefusedObject[]>();
  for (const refused of [...translation.traditional.refused, ...translation.expressions.refused]) {
    if (!isWanted(refused.object)) continue;
    const { kind, namespace, name } = refused.object;
    const key = `${kind} ${namespace}/${name}`;
    objects.set(key, [...(objects.get(key) ?? []), refused]);
  }
  return [...objects.values()].map((all) => {
    const [{ object }] = all as [RefusedObject];
    const entry = (flavor: Flavor): FlavorEntry => {
      const own = all.filter(({ output }) => flavorsOf(output).includes(flavor));
      if (own.length === 0) return { status: 'absent' };
      const message = [
        ...new Set(own.map(({ refusal }) => manifestRefusalMessage(refusal, object.kind))),
      ].join('\n');
      return { status: 'refused', message };
    };
    return {
      kind: 'kubernetes',
      controller: translation.settings.controller,
      source: { ...object.identity, file: object.file },
      flavors: Object.fromEntries(flavors.map((flavor) => [flavor, entry(flavor)])) as Record<
        Flavor,
        FlavorEntry
      >,
    };
  });
}
