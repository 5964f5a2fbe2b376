/** The routes of a module. */

import {
  attributeOf,
  attributesOf,
  type Block,
  type Context,
  contextOf,
  type Expression,
  evaluate,
  pairsOf,
  type Value,
} from '../hcl/index.js';
import { append } from '../text/index.js';
import { checkNames, roleOf } from './argument-names.js';
import { ArgumentValues, type Report } from './argument-values.js';
import { type ModuleBlock, moduleBlocks, type TerraformModule } from './module.js';
import { readNested } from './nested-blocks.js';
import { placeholdersIn } from './placeholder.js';
import type { TerraformProblem } from './problem.js';
import { argumentTypes, nestedBlocks, type RouteResource, routeResource } from './resources.js';
import type { ReferredEntity, TerraformEntry, TerraformRoute } from './route.js';

export interface ModuleRoutes {
  /** In the order of the files and of the text. */
  readonly routes: readonly TerraformRoute[];
  /** What Terraform refuses of them. */
  readonly problems: readonly TerraformProblem[];
}

/**
 * Every resource of the module that is a Kong route.
 *
 * @param only the name of the one file whose routes and problems are wanted
 */
export function readRoutes(module: TerraformModule, only: string | null = null): ModuleRoutes {
  const problems: TerraformProblem[] = [];
  const routes: TerraformRoute[] = [];
  const first = new Map<string, ModuleBlock>();
  const resources = moduleBlocks(module, 'resource');
  const overrides = overridesIn(resources);
  // A directory that nothing can be planned in is a collection of examples: each file is for itself.
  const isModule = moduleBlocks(module, 'terraform').length + moduleBlocks(module, 'provider').length > 0;
  for (const found of resources) {
    const { block, file } = found;
    if (isOverride(file.name)) continue;
    const [type, name] = block.labels;
    const resource = type && name ? routeResource(type.text, module.sourceOf) : null;
    // Without braces there is nothing in it yet.
    if (!type || !name || !resource || block.open === null) continue;
    const own: TerraformProblem[] = [];
    const report: Report = (code, args, span) => {
      own.push({ code, args, file: file.name, span, related: [] } as unknown as TerraformProblem);
    };
    const address = `${type.text}.${name.text}`;
    const other = first.get(address);
    if (other && (isModule || other.file === file) && !areTwins(other.file.name, file.name)) {
      own.push({
        code: 'terraform-resource-duplicate',
        args: { resource: type.text, name: name.text },
        file: file.name,
        span: { start: type.span.start, end: name.span.end },
        related: [{ file: other.file.name, span: other.block.labels[1]!.span }],
      });
    } else first.set(address, found);
    if (only !== null && file.name !== only) continue;
    routes.push(overridden(readRoute(module, found, resource, report), overrides.get(address)));
    append(problems, linked(own));
  }
  for (const { file, span } of placeholdersIn(module)) {
    if (only !== null && file !== only) continue;
    problems.push({ code: 'terraform-import-placeholder', args: {}, file, span, related: [] });
  }
  return { routes, problems };
}

/**
 * Files whose resources change those of others.
 * Source: hashicorp/terraform `internal/configs/parser_config_dir.go`.
 */
const isOverride = (name: string) => /(?:^|[/\\_])override\.(?:tf|tofu)(?:\.json)?$/.test(name);

/** Of two files of one name, OpenTofu reads the one that is its own. */
const areTwins = (one: string, other: string) =>
  one !== other && one.replace(/\.tofu(?=$|\.json$)/, '.tf') === other.replace(/\.tofu(?=$|\.json$)/, '.tf');

/** The arguments that override files set, by the address of the resource. */
function overridesIn(resources: readonly ModuleBlock[]): ReadonlyMap<string, ReadonlySet<string>> {
  const overrides = new Map<string, ReadonlySet<string>>();
  for (const { file, block } of resources) {
    if (!isOverride(file.name)) continue;
    const address = block.labels.map(({ text }) => text).join('.');
    const names = attributesOf(block.body).map(({ name }) => name);
    overrides.set(address, new Set([...(overrides.get(address) ?? []), ...names]));
  }
  return overrides;
}

/** Values from other modules are not known here. */
function overridden(route: TerraformRoute, names: ReadonlySet<string> | undefined): TerraformRoute {
  if (!names) return route;
  const entries = route.body.entries.filter(({ key }) => !names.has(key));
  const span = { start: 0, end: 0 };
  const open = [...names].map((name) => ({ path: [name], span, why: 'unknown' }) as const);
  return { ...route, body: { ...route.body, entries }, unknown: [...route.unknown, ...open] };
}

/** Arguments of the other style are one matter, wherever they are in the resource: each leads to the others. */
function linked(problems: readonly TerraformProblem[]): readonly TerraformProblem[] {
  const places = problems
    .filter(({ code }) => code === 'terraform-argument-of-other-resource')
    .map(({ file, span }) => ({ file, span }));
  return problems.map((problem) =>
    problem.code === 'terraform-argument-of-other-resource'
      ? { ...problem, related: places.filter(({ span }) => span !== problem.span) }
      : problem,
  );
}

function readRoute(
  module: TerraformModule,
  { file, block }: ModuleBlock,
  resource: RouteResource,
  report: Report,
): TerraformRoute {
  const { text, syntax } = file.hcl;
  const isJson = syntax === 'json';
  const context = contextOf(text, module.scope);
  const start = block.span.start;
  const values = new ArgumentValues(resource, start, report);
  checkNames(block, resource, isJson, report);
  const entries: TerraformEntry[] = [];
  for (const { name, nameSpan, value, span } of attributesOf(block.body)) {
    const type = argumentTypes.get(name);
    if (roleOf(name, false, isJson) !== 'argument' || !type || !isOfRoute(name)) continue;
    const converted = values.convert(evaluate(value, context), type, name, [name]);
    if (!converted) continue;
    const [keySpan, entrySpan] = [values.relative(nameSpan), values.relative(span)];
    if (name === 'service_id') {
      const id = { key: 'id', keySpan, value: converted, span: entrySpan, merged: false } as const;
      const object = {
        kind: 'object',
        span: converted.span,
        aliased: converted.aliased,
        anchor: null,
        entries: [id],
      } as const;
      entries.push({ key: 'service', keySpan, value: object, span: entrySpan, merged: false });
    } else entries.push({ key: name, keySpan, value: converted, span: entrySpan, merged: false });
  }
  for (const field of new Set(nestedBlocks.values())) {
    if (entries.some(({ key }) => key === field)) continue;
    const entry = readNested(block, field, context, values, isJson);
    if (entry) entries.push(entry);
  }
  const repeated = repetition(block, context);
  return {
    resource,
    name: block.labels[1]!.text,
    heading: { start: block.typeSpan.start - start, end: block.labels[1]!.span.end - start },
    file: file.name,
    start,
    path: ['resource', resource.type, block.labels[1]!.text],
    body: {
      span: { start: 0, end: block.span.end - start },
      style: 'block',
      aliased: false,
      entries: entries.toSorted((a, b) => a.span.start - b.span.start),
    },
    unknown: values.unknown,
    ...repeated,
    service: entityOf(block, ['service', 'service_id'], context),
    controlPlane: entityOf(block, ['control_plane_id'], context),
    workspace: workspaceOf(block, resource, context),
  };
}

/** What is about the resource, and not of the route. */
const isOfRoute = (name: string) => name !== 'control_plane_id' && name !== 'workspace';

function repetition(block: Block, context: Context): Pick<TerraformRoute, 'repeated' | 'absent'> {
  const count = attributeOf(block.body, 'count');
  if (count) {
    const value = evaluate(count.value, context);
    return { repeated: 'count', absent: value.kind === 'number' && Number(value.value) === 0 };
  }
  const each = attributeOf(block.body, 'for_each');
  if (!each) return { repeated: null, absent: false };
  return { repeated: 'for_each', absent: pairsOf(evaluate(each.value, context))?.length === 0 };
}

function entityOf(block: Block, names: readonly string[], context: Context): ReferredEntity | null {
  const attribute = attributesOf(block.body).find(({ name }) => names.includes(name));
  if (!attribute) return null;
  const { value } = attribute;
  const id =
    value.kind === 'object'
      ? (value.entries.find(({ key }) => key.kind === 'name' && key.name === 'id')?.value ?? null)
      : value;
  const entity = id && referredEntity(id, evaluate(id, context));
  const { start } = block.span;
  return entity && { ...entity, span: { start: entity.span.start - start, end: entity.span.end - start } };
}

/** `type.name.id`, also inside quotes, or a text. */
export function referredEntity(expression: Expression, value: Value): ReferredEntity | null {
  const { span } = expression;
  if (value.kind === 'null') return null;
  if (value.kind === 'text' && value.text.pieces.every((piece) => !piece.unknown)) {
    return { kind: 'id', id: value.text.value, span };
  }
  const address = addressIn(expression);
  return address ? { kind: 'resource', ...address, span } : { kind: 'unknown', span };
}

function addressIn(expression: Expression): { type: string; name: string } | null {
  if (expression.kind === 'parentheses') return addressIn(expression.inner);
  if (expression.kind === 'template') {
    const [only] = expression.parts;
    return expression.parts.length === 1 && only?.kind === 'interpolation'
      ? addressIn(only.expression)
      : null;
  }
  if (expression.kind !== 'traversal' || expression.source.kind !== 'variable') return null;
  const [first] = expression.steps;
  const { name: type } = expression.source;
  return first?.kind === 'attribute' && !notResources.has(type) ? { type, name: first.name } : null;
}

/** Roots of references that are not types of resources. */
const notResources: ReadonlySet<string> = new Set([
  ...['var', 'local', 'each', 'count', 'data', 'module', 'path', 'terraform', 'self', 'ephemeral'],
]);

function workspaceOf(block: Block, { importId }: RouteResource, context: Context): string | null {
  const attribute = attributeOf(block.body, 'workspace');
  if (!attribute) return importId === 'workspace' ? 'default' : null;
  const value = evaluate(attribute.value, context);
  return value.kind === 'text' && value.text.pieces.every((piece) => !piece.unknown)
    ? value.text.value
    : null;
}
