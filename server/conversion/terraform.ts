/** Routes of Terraform turned into the other resource type: in all files of their module, so that no route is lost. */

import { readExpression } from '../../grammar/index.js';
import type { DocumentAnalysis } from '../analysis/index.js';
import {
  type Data,
  dataOfRoute,
  type EditResult,
  editsOfFiles,
  placedRoute,
  replaceFields,
  routeLabel,
  type SourcedRoute,
  sameData,
} from '../documents/index.js';
import { type RecoverOptions, toExpression } from '../flavors/index.js';
import type { Note, Refused } from '../problems/index.js';
import { kindOf, readRoute } from '../routes/index.js';
import {
  addressText,
  addressUses,
  convertibleData,
  convertRoutes,
  fixResource,
  type ModuleFile,
  moduleOf,
  type RouteIds,
  type RouteRewrite,
  type TerraformModule,
  type TerraformRoute,
} from '../terraform/index.js';
import { uriKey } from '../text/index.js';
import type { RouteConversion, Style, Successors } from './conversion.js';
import { expressionEntries, expressionKeys, traditionalFields, traditionalKeys } from './fields.js';

/** What is known of the module in addition to its files. */
export interface TerraformOptions {
  /** The ids of the routes, of a state; `null` without one. */
  readonly ids: RouteIds | null;
  /** Whether another module calls it; `null` if that is not known. */
  readonly isChild: boolean | null;
  /** The resources were never applied: only their type changes. */
  readonly isNew: boolean;
}

export const unknownTerraform: TerraformOptions = { ids: null, isChild: null, isNew: false };

/** A route that is to change, and into what; or why it does not. */
type Change = Refused | Rewriting;

interface Rewriting {
  readonly rewrite: RouteRewrite;
  readonly notes: readonly Note[];
}

interface Subject {
  readonly analysis: DocumentAnalysis;
  readonly route: SourcedRoute;
  readonly placed: TerraformRoute;
  /** Its data with a word for each unknown part. */
  readonly convertible: ReturnType<typeof convertibleData>;
}

/**
 * Every route of some files of one module that is not of the style yet. Their edits can be made together.
 *
 * @param only the routes to convert
 * @param options of the way to fields
 */
export function convertModule(
  analyses: readonly DocumentAnalysis[],
  to: Style,
  only: (route: SourcedRoute) => boolean,
  terraform: TerraformOptions,
  options: RecoverOptions = { equalityAsRegex: false },
): RouteConversion[] {
  const done = to === 'expressions' ? 'expression' : 'traditional';
  const module = moduleWith(analyses);
  const names = new Set(analyses.flatMap(({ document }) => document.routes.map(nameOf)));
  const subjects = subjectsOf(analyses).filter(
    ({ route, placed }) => only(route) && placed.resource.style !== done,
  );
  // Its arguments are of the other type already, which Terraform never accepted: nothing has to be kept.
  const [wrong, others] = partition(subjects, ({ route }) => isOfStyle(route, to));
  const changes = others.map((subject) => ({
    subject,
    change:
      to === 'expressions' ? expressionChange(subject, module, names) : traditionalChange(subject, options),
  }));
  const converted = [
    ...wrong.map((subject) => withFixedResource(subject, module)),
    ...write(module, changes, { ...terraform, to: done }),
  ];
  const order = subjects.map(({ route }) => route);
  return [
    ...converted.sort((a, b) => order.indexOf(a.route) - order.indexOf(b.route)),
    ...carriedRoutes(analyses, only).filter(({ route }) => !isOfStyle(route, to)),
  ];
}

/** Routes of Kong documents in here-documents of the files, which are not resources. */
function carriedRoutes(
  analyses: readonly DocumentAnalysis[],
  only: (route: SourcedRoute) => boolean,
): RouteConversion[] {
  return analyses.flatMap(({ document }) =>
    document.routes
      .filter((route) => route.body.terraform === undefined && only(route))
      .map((route) => ({
        route,
        label: routeLabel(route),
        result: { refused: { code: 'document-next-to-resources', args: {} } },
        notes: [],
      })),
  );
}

function partition<One>(all: readonly One[], isFirst: (one: One) => boolean): [One[], One[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** What `deck file kong2tf` wrote: the type changes, and with it whatever else Terraform refuses of the resource. */
function withFixedResource({ analysis, route, placed }: Subject, module: TerraformModule): RouteConversion {
  const label = routeLabel(route);
  const { problems } = analysis.document.terraform!;
  const isOther = problems.some(({ code }) => code === 'terraform-argument-of-other-resource');
  const fix = isOther ? fixResource(module, placed, problems) : null;
  if (!fix)
    return {
      route,
      label,
      result: { refused: { code: 'resource-arguments-of-two-types', args: {} } },
      notes: [],
    };
  const notes: Note[] = [
    { code: 'resource-type-changed', args: { resource: String(placed.resource.sibling) } },
  ];
  return { route, label, result: editsOfFiles(analysis.document, fix.edits), notes };
}

/** Writes the successors that `routeChanges` determined. */
export function writeModuleSuccessors(
  analyses: readonly DocumentAnalysis[],
  successors: readonly Successors[],
  terraform: TerraformOptions = unknownTerraform,
): RouteConversion[] {
  const byRoute = new Map(successors.map((one) => [one.route, one]));
  const module = moduleWith(analyses);
  const found = subjectsOf(analyses).flatMap((subject) => {
    const successor = byRoute.get(subject.route);
    return successor ? [{ subject, successor }] : [];
  });
  const changes = found.map(({ subject, successor }) => {
    const [first] = successor.routes;
    const style: 'expression' | 'traditional' =
      first && 'expression' in first.data ? 'expression' : 'traditional';
    return { subject, change: successorChange(subject, successor), style };
  });
  const refused = carriedRoutes(analyses, (route) => byRoute.has(route));
  const written = (['expression', 'traditional'] as const).flatMap((to) => {
    const [same, other] = partition(
      changes.filter(({ style }) => style === to),
      ({ subject }) => subject.placed.resource.style === to,
    );
    return [
      ...same.map(({ subject, change }): RouteConversion => {
        if (!('refused' in change)) return inPlace(subject, change);
        return { route: subject.route, label: routeLabel(subject.route), result: change, notes: [] };
      }),
      ...write(module, other, { ...terraform, to }),
    ];
  });
  return [...written, ...refused];
}

/** Resources whose arguments are those of the other type become that. */
export function fixModule(
  analyses: readonly DocumentAnalysis[],
  only: (route: SourcedRoute) => boolean,
): RouteConversion[] {
  const module = moduleWith(analyses);
  return subjectsOf(analyses)
    .filter(({ route, placed: { resource } }) => {
      const to = resource.style === 'expression' ? 'traditional' : 'expressions';
      return only(route) && isOfStyle(route, to);
    })
    .map((subject) => withFixedResource(subject, module));
}

const nameOf = ({ body }: SourcedRoute): string => String(dataOfRoute(body).name);

function subjectsOf(analyses: readonly DocumentAnalysis[]): Subject[] {
  return analyses.flatMap((analysis) =>
    analysis.document.routes.flatMap((route): Subject[] => {
      const placed = placedRoute(analysis.document, route);
      if (!placed) return [];
      return [{ analysis, route, placed, convertible: convertibleData(placed, analysis.document.text) }];
    }),
  );
}

/** The module as the documents have it, which may be newer than their siblings say. */
function moduleWith(analyses: readonly DocumentAnalysis[]): TerraformModule {
  const files = new Map<string, ModuleFile>();
  for (const { document } of analyses) {
    for (const file of document.terraform?.siblings ?? []) files.set(uriKey(file.name), file);
  }
  for (const { document } of analyses) {
    if (document.terraform) files.set(uriKey(document.terraform.file.name), document.terraform.file);
  }
  return moduleOf([...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

const brokenPart: Refused = { refused: { code: 'unknown-part-elsewhere', args: {} } };

function expressionChange(subject: Subject, module: TerraformModule, names: Set<string>): Change {
  const { analysis, placed, convertible } = subject;
  const { data: words, parts, isBroken } = convertible;
  if (isBroken) return brokenPart;
  const data = { ...analysis.of(subject.route).data, ...words };
  const conversion = toExpression(readRoute(data), data, analysis.gateway);
  // What is not known may be what the route has to match by.
  const hasUnknown = placed.unknown.some(({ why }) => why !== 'partly');
  if ('refused' in conversion && !hasUnknown) return conversion;
  const remove = traditionalKeys;
  if ('refused' in conversion) {
    return { rewrite: { route: placed, remove, insert: [], copies: [], parts }, notes: [] };
  }
  const [first, ...others] = conversion.parts;
  const rewrite = { route: placed, remove, insert: expressionEntries(first!), parts };
  if (others.length === 0) return { rewrite: { ...rewrite, copies: [] }, notes: [] };
  const count = conversion.parts.length;
  const referring = referringTo(module, placed);
  if (referring !== null) {
    const args = { routes: count, referring, address: addressOf(placed) };
    return { refused: { code: 'split-resource-referenced', args } };
  }
  const { name } = words;
  const copies = others.map((part) => {
    const entries: (readonly [string, Data])[] = [...expressionEntries(part)];
    if (typeof name === 'string') entries.push(['name', nextName(names, name)]);
    return { remove, insert: entries };
  });
  const notes: Note[] = [{ code: 'route-split', args: { routes: count, asInRouter: true, names: [] } }];
  return { rewrite: { ...rewrite, copies }, notes };
}

const addressOf = ({ resource: { type }, name }: TerraformRoute): string => addressText({ type, name });

function nextName(names: Set<string>, name: string): string {
  let number = 2;
  while (names.has(`${name}-${number}`)) number++;
  names.add(`${name}-${number}`);
  return `${name}-${number}`;
}

/** Another resource that holds the id of a route; `null` if there is none. */
function referringTo(module: TerraformModule, route: TerraformRoute): string | null {
  const uses = addressUses(module, route.resource.type).get(route.name) ?? [];
  const others = uses.filter(({ file, block }) => file !== route.file || block?.span.start !== route.start);
  return (
    others.find(({ block }) => block?.type === 'resource' || block?.type === 'module')?.block?.type ?? null
  );
}

function traditionalChange(
  { analysis, route, placed, convertible }: Subject,
  options: RecoverOptions,
): Change {
  const { data: words, parts, isBroken } = convertible;
  if (isBroken) return brokenPart;
  const known = analysis.of(route);
  const data = { ...known.data, ...words };
  const read = readRoute(data);
  const { tree } =
    parts.size === 0
      ? known
      : readExpression(typeof data.expression === 'string' ? data.expression : '', known.language);
  const fields = traditionalFields({ data, route: read, tree }, analysis.gateway, options);
  if ('refused' in fields) return fields;
  return {
    rewrite: { route: placed, remove: expressionKeys, insert: fields.entries, copies: [], parts },
    notes: fields.notes,
  };
}

function successorChange(
  { analysis, route, placed, convertible }: Subject,
  { routes, notes }: Successors,
): Change {
  const { parts, isBroken } = convertible;
  if (isBroken) return brokenPart;
  const { data } = analysis.of(route);
  const sources = new Map<string, string>();
  for (const [word, source] of parts) {
    // A part that is written in another way than it is shown has no way back.
    if (source.includes('"')) return brokenPart;
    sources.set(source, word);
  }
  const worded = (value: Data): Data => {
    if (typeof value === 'string')
      return [...sources].reduce((text, [source, word]) => text.replaceAll(source, word), value);
    if (Array.isArray(value)) return value.map((item: Data) => worded(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, worded(item as Data)]));
  };
  const written = dataOfRoute(route.body);
  const [first, ...others] = routes.map((one) => one.data as Readonly<Record<string, Data>>);
  const remove = new Set(Object.keys(written).filter((key) => !(key in first!)));
  const changed = (part: Readonly<Record<string, Data>>) =>
    Object.entries(part)
      .filter(([key, value]) => key !== 'id' && !(key in data && sameData(data[key]!, value)))
      .map(([key, value]) => [key, worded(value)] as const);
  const copies = others.map((part) => ({ remove, insert: changed(part) }));
  return { rewrite: { route: placed, remove, insert: changed(first!), copies, parts }, notes };
}

/** The resource stays what it is: only its arguments change. */
function inPlace({ analysis, route }: Subject, { rewrite, notes }: Rewriting): RouteConversion {
  const { remove, insert, copies, parts } = rewrite;
  const result: EditResult =
    copies.length > 0
      ? { refused: { code: 'split-in-place', args: {} } }
      : replaceFields(analysis.document, route, remove, insert, parts);
  return { route, label: routeLabel(route), result, notes };
}

function write(
  module: TerraformModule,
  changes: readonly { readonly subject: Subject; readonly change: Change }[],
  options: TerraformOptions & { readonly to: 'expression' | 'traditional' },
): RouteConversion[] {
  const rewrites = changes.flatMap(({ change }) => ('refused' in change ? [] : [change.rewrite]));
  const results = convertRoutes(module, rewrites, options);
  const byRoute = new Map(rewrites.map((rewrite, i) => [rewrite.route, results[i]!]));
  return changes.map(({ subject: { analysis, route, placed }, change }) => {
    const label = routeLabel(route);
    if ('refused' in change) return { route, label, result: change, notes: [] };
    const result = byRoute.get(placed)!;
    if ('refused' in result) {
      const { refused: refusal, instead } = result;
      const refused = { code: 'terraform', args: { refusal, instead } } as const;
      return { route, label, result: { refused }, notes: [] };
    }
    const ofTerraform = result.notes.map((note): Note => ({ code: 'terraform', args: { note } }));
    const notes = [...change.notes, ...ofTerraform];
    const count = 1 + change.rewrite.copies.length;
    return { route, label, result: editsOfFiles(analysis.document, result.edits), notes, count };
  });
}

/** Whether a route is of one style already, as in its resource. */
const isOfStyle = ({ body }: SourcedRoute, to: Style): boolean => {
  const kind = kindOf(readRoute(dataOfRoute(body)));
  return kind === (to === 'expressions' ? 'expression' : 'traditional');
};
