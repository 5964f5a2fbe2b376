/** Turning routes of a document into another style: the edits for it, for the editor and for the terminal. */

import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import {
  type Data,
  dataOfRoute,
  type EditResult,
  hasPlaceholders,
  inheritedKeys,
  migratesPaths,
  type Rewrite,
  type RouteDocument,
  replaceEntries,
  rewriteRoutes,
  routeLabel,
  type SourcedRoute,
  sameData,
} from '../documents/index.js';
import { type ExpressionFields, foldFields, type RecoverOptions, toExpression } from '../flavors/index.js';
import type { Note, Refusal, Refused } from '../problems/index.js';
import type { RouteConversion, Style, Successors } from './conversion.js';
import { expressionEntries, expressionKeys, traditionalFields, traditionalKeys } from './fields.js';
import { copyOf, Names, referredIn } from './route-parts.js';
import {
  convertModule,
  type TerraformOptions,
  unknownTerraform,
  writeModuleSuccessors,
} from './terraform.js';

/** A change that was found, before it is written. */
type Change = Refused | { readonly rewrite: Rewrite; readonly notes: readonly Note[] };

/** Of one route: the traditional fields by an expression and a priority that keep its requests and place. */
export function convertToExpression(
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  terraform: TerraformOptions = unknownTerraform,
): RouteConversion {
  if (analysis.document.terraform) return inModule(analysis, route, 'expressions', undefined, terraform);
  return write(analysis.document, [
    { route, change: expressionChange(analysis, route, new Names(analysis.document)) },
  ])[0]!;
}

/**
 * The same with priorities below those of routes that have an expression already: a route with fields was evaluated after
 * them. What it becomes keeps its order.
 *
 * @param below the lowest priority of these routes
 * @param others documents of the same table: a part of a route gets no name that is in one of them
 * @returns `null` if there is nothing to lower, or no number left
 */
export function convertBelow(
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  below: bigint,
  others: readonly RouteDocument[] = [],
): RouteConversion | null {
  if (analysis.document.terraform) return null;
  const change = expressionChange(analysis, route, new Names(analysis.document, others), below);
  if ('refused' in change || !change.notes.some(({ code }) => code === 'priority-lowered')) return null;
  return write(analysis.document, [{ route, change }])[0]!;
}

/** Of one route: the expression by traditional fields that match the same requests. */
export function convertToTraditional(
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  options: RecoverOptions = { equalityAsRegex: false },
  terraform: TerraformOptions = unknownTerraform,
): RouteConversion {
  if (analysis.document.terraform) return inModule(analysis, route, 'traditional', options, terraform);
  return write(analysis.document, [{ route, change: traditionalChange(analysis, route, options) }])[0]!;
}

/** Why a route cannot be converted, if that is known before the conversion is written; otherwise `null`. */
export function refusalOf(
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  to: Style,
  options: RecoverOptions = { equalityAsRegex: false },
): Refusal | null {
  if (analysis.document.terraform) {
    const { result } = inModule(analysis, route, to, options, unknownTerraform);
    return 'refused' in result ? result.refused : null;
  }
  const change =
    to === 'expressions'
      ? expressionChange(analysis, route, null)
      : traditionalChange(analysis, route, options);
  return 'refused' in change ? change.refused : null;
}

/**
 * Every route of a document that is not of the style yet, in the order of the text.
 *
 * @param only the routes to convert; all where it is not given
 * @param others documents of the same table: a part of a route gets no name that is in one of them
 */
export function convertAll(
  analysis: DocumentAnalysis,
  to: Style,
  only: (route: SourcedRoute) => boolean = () => true,
  terraform: TerraformOptions = unknownTerraform,
  others: readonly RouteDocument[] = [],
): RouteConversion[] {
  const { document } = analysis;
  if (document.terraform) return convertModule([analysis], to, only, terraform);
  const names = new Names(document, others);
  const done = to === 'expressions' ? 'expression' : 'traditional';
  const changes = document.routes
    .filter((route) => only(route) && analysis.of(route).kind !== done)
    .map((route) => ({
      route,
      change:
        to === 'expressions'
          ? expressionChange(analysis, route, names)
          : traditionalChange(analysis, route, { equalityAsRegex: false }),
    }));
  return write(document, changes);
}

/** One route of a module. */
const inModule = (
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  to: Style,
  options: RecoverOptions | undefined,
  terraform: TerraformOptions,
): RouteConversion =>
  convertModule([analysis], to, (one) => one === route, terraform, options)[0] ?? {
    route,
    label: routeLabel(route),
    result: {
      refused: {
        code: 'already-in-style',
        args: { style: to === 'expressions' ? 'expression' : 'traditional' },
      },
    },
    notes: [],
  };

/** Writes the successors that `routeChanges` determined. */
export function writeSuccessors(
  analysis: DocumentAnalysis,
  successors: readonly Successors[],
): RouteConversion[] {
  if (analysis.document.terraform) return writeModuleSuccessors([analysis], successors);
  const names = new Names(analysis.document);
  return write(
    analysis.document,
    successors.map((one) => ({ route: one.route, change: successorChange(analysis, one, names) })),
  );
}

function successorChange(
  analysis: DocumentAnalysis,
  { route, routes, notes }: Successors,
  names: Names,
): Change {
  const { document } = analysis;
  const { data } = analysis.of(route);
  const first = routes[0]!.data as Readonly<Record<string, Data>>;
  const remove = new Set(Object.keys(data).filter((key) => !(key in first)));
  const insert = Object.entries(first).filter(
    ([key, value]) => !(key in data && sameData(data[key]!, value)),
  );
  const touched = [...remove, ...insert.map(([key]) => key)];
  const inherited = inheritedOf(document, route, [...remove]) ?? comesBack(document, remove);
  if (inherited) return inherited;
  if (hasPlaceholdersIn(analysis.of(route), ['protocols', ...touched])) return placeholders;
  if (migratesPaths(document) && insert.some(([key]) => key === 'paths')) return migrated(document);
  const rewrite = { route, remove, insert, copies: [] };
  if (routes.length === 1) return { rewrite, notes };

  const written = dataOfRoute(route.body);
  const referred = referredIn(analysis, written, routes.length);
  if (referred) return referred;
  const keys = new Set([...remove, ...insert.map(([key]) => key)]);
  const copies = routes.slice(1).map(({ data: part }) => {
    const entries = [...keys].flatMap((key) => (key in part ? [[key, part[key] as Data] as const] : []));
    const id = typeof part.id === 'string' && part.id !== data.id ? part.id : null;
    return { ...copyOf(entries, id, written, names), remove };
  });
  return {
    rewrite: { ...rewrite, copies: copies.map(({ insert, remove }) => ({ insert, remove })) },
    notes,
  };
}

/** Of a mixed route, removes the traditional fields. */
export const keepExpression = (document: RouteDocument, route: SourcedRoute): EditResult =>
  replaceEntries(document, route, traditionalKeys, []);

/** Of a mixed route, removes the expression. */
export const keepFields = (document: RouteDocument, route: SourcedRoute): EditResult =>
  replaceEntries(document, route, expressionKeys, []);

/** Of a mixed route, joins both halves in one expression. */
export function foldIntoExpression(analysis: DocumentAnalysis, route: SourcedRoute): EditResult {
  const { document, gateway } = analysis;
  if (document.terraform) return { refused: { code: 'two-resource-types', args: {} } };
  const inherited =
    inheritedOf(document, route, [...traditionalKeys, ...expressionKeys]) ??
    comesBack(document, traditionalKeys);
  if (inherited) return inherited;
  const { data, route: read } = analysis.of(route);
  const folded = foldFields(read, data, gateway);
  if ('refused' in folded) return folded;
  return replaceEntries(document, route, traditionalKeys, expressionEntries(folded));
}

const migrated = ({ formatVersion }: RouteDocument): Refused => ({
  refused: { code: 'paths-migrated', args: { format: String(formatVersion) } },
});

const placeholders: Refused = { refused: { code: 'placeholders', args: {} } };

/** A value from `_info.defaults.route` cannot be removed from the route. */
function inheritedOf(document: RouteDocument, route: SourcedRoute, keys: readonly string[]): Refused | null {
  const key = inheritedKeys(document, route).find((one) => keys.includes(one));
  if (key === undefined) return null;
  return { refused: { code: 'default-inherited', args: { key } } };
}

/** Where a route leaves out its own, the default of the document comes in. */
function comesBack({ deck }: RouteDocument, removed: ReadonlySet<string>): Refused | null {
  const key = Object.keys(deck?.routeDefaults ?? {}).find((one) => removed.has(one));
  if (key === undefined) return null;
  return { refused: { code: 'default-returns', args: { key } } };
}

const hasPlaceholdersIn = ({ alone, written, body }: RouteAnalysis, keys: readonly string[]) =>
  body.entries.some(({ key, value }) => keys.includes(key) && hasPlaceholders(alone, written, value));

/**
 * @param names for copies; without them, only the route itself is checked
 * @param below lowers the priorities below this one, where there are numbers left
 */
function expressionChange(
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  names: Names | null,
  below: bigint | null = null,
): Change {
  const { document, gateway } = analysis;
  const data = dataOfRoute(route.body);
  const inherited =
    inheritedOf(document, route, [...traditionalKeys, ...expressionKeys]) ??
    comesBack(document, traditionalKeys);
  if (inherited) return inherited;
  if (hasPlaceholdersIn(analysis.of(route), ['protocols', ...traditionalKeys])) return placeholders;
  const { data: effective, route: read } = analysis.of(route);
  const conversion = toExpression(read, effective, gateway);
  if ('refused' in conversion) return conversion;
  const { parts, notes } =
    below === null ? { parts: conversion.parts, notes: [] } : lowered(conversion.parts, below);
  const [first, ...others] = parts;
  const rewrite = { route, remove: traditionalKeys, insert: expressionEntries(first!), copies: [] };
  if (others.length === 0 || !names) return { rewrite, notes };

  const referred = referredIn(analysis, data, conversion.parts.length);
  if (referred) return referred;
  const copies = others.map((part) => copyOf(expressionEntries(part), part.id, data, names));
  const copied = copies.map(({ name }) => name).filter((name) => name !== null);
  const allNames = copied.length > 0 ? [String(data.name), ...copied] : [];
  return {
    rewrite: { ...rewrite, copies: copies.map(({ insert }) => ({ remove: traditionalKeys, insert })) },
    notes: [
      { code: 'route-split', args: { routes: conversion.parts.length, asInRouter: true, names: allNames } },
      ...notes,
    ],
  };
}

/** In the order that they have, right below a priority; as they are where they are below it already, or do not fit. */
function lowered<Part extends ExpressionFields>(
  parts: readonly Part[],
  below: bigint,
): { readonly parts: readonly Part[]; readonly notes: readonly Note[] } {
  const ranks = [...new Set(parts.map(({ priority }) => priority))].sort((a, b) => (a > b ? -1 : 1));
  const highest = ranks[0]!;
  if (highest < below || below < BigInt(ranks.length)) return { parts, notes: [] };
  const placed = (priority: bigint) => below - 1n - BigInt(ranks.indexOf(priority));
  return {
    parts: parts.map((part) => ({ ...part, priority: placed(part.priority) })),
    notes: [{ code: 'priority-lowered', args: { is: Number(placed(highest)), instead: Number(highest) } }],
  };
}

function traditionalChange(analysis: DocumentAnalysis, route: SourcedRoute, options: RecoverOptions): Change {
  const { document, gateway } = analysis;
  const inherited =
    inheritedOf(document, route, [...traditionalKeys, ...expressionKeys]) ??
    comesBack(document, expressionKeys);
  if (inherited) return inherited;
  if (migratesPaths(document, gateway.version)) return migrated(document);
  const known = analysis.of(route);
  if (hasPlaceholdersIn(known, ['protocols', ...expressionKeys])) return placeholders;
  const { data, route: read, tree } = known;
  const fields = traditionalFields({ data, route: read, tree, read: known.read }, gateway, options);
  if ('refused' in fields) return fields;
  const rewrite = { route, remove: expressionKeys, insert: fields.entries, copies: [] };
  return { rewrite, notes: fields.notes };
}

function write(
  document: RouteDocument,
  changes: readonly { readonly route: SourcedRoute; readonly change: Change }[],
): RouteConversion[] {
  const rewrites = changes.flatMap(({ change }) => ('refused' in change ? [] : [change.rewrite]));
  const results = new Map(rewriteRoutes(document, rewrites).map((result, i) => [rewrites[i]!.route, result]));
  return changes.map(({ route, change }) => {
    const label = routeLabel(route);
    if ('refused' in change) return { route, label, result: change, notes: [] };
    const count = 1 + (change.rewrite.copies?.length ?? 0);
    return { route, label, result: results.get(route)!, notes: change.notes, count };
  });
}
