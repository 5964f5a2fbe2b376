/**
 * What Kong refuses of the routes that a controller makes, at the value of the object that causes it. A Gateway without a
 * database refuses the whole configuration then, and every later change with it.
 */

import { type Acceptance, accept, viewOf } from '../../flavors/index.js';
import { inOneLine, messageOf, type RoutePath, severityOf } from '../../problems/index.js';
import { type Gateway, readRoute } from '../../routes/index.js';
import type { Version } from '../controllers/settings.js';
import { type GeneratedRoute, originOf } from '../kong/generated.js';
import type { Origin } from '../objects/origin.js';
import { type Flavor, flavors, type ManifestProblem, problem } from '../problems/codes.js';
import type { OutputTranslation, Translation } from '../translation.js';

export function kongProblems(translation: Translation): ManifestProblem[] {
  const version = translation.settings.gateway;
  return flavors.flatMap((flavor) => {
    const output = flavor === 'expressions' ? translation.expressions : translation.traditional;
    const routes = output.services.flatMap((service) => service.routes);
    return [...routes.flatMap((route) => rejections(route, flavor, version)), ...doubleNames(output, flavor)];
  });
}

function rejections(generated: GeneratedRoute, flavor: Flavor, version: Version): ManifestProblem[] {
  const data = generated.fields as Readonly<Record<string, unknown>>;
  const route = readRoute(data);
  const gateway = { flavor, version };
  const { status, messages } = viewOf(route, data, gateway);
  if (status === 'accepted') return [];
  const answer = inOneLine(messages.at(-1) ?? '');
  return causes(generated, accept(route, data, gateway), gateway).map(({ field, origin, kong }) =>
    problem(
      'kong-rejects',
      { route: generated.name || generated.object.name, field, kong: kong ?? answer },
      origin,
      [flavor],
    ),
  );
}

interface Cause {
  readonly field: string;
  readonly origin: Origin;
  /** Kong's words; `null` if only the engine has some. */
  readonly kong: string | null;
}

function causes(route: GeneratedRoute, { problems, expression }: Acceptance, gateway: Gateway): Cause[] {
  // The schema refuses an empty expression before it looks at anything else.
  if (route.fields.expression === '') {
    return [
      { field: 'expression', origin: missingOrigin(route), kong: 'expression: length must be at least 1' },
    ];
  }
  const found = problems.map((one): Cause => {
    const [field] = one.path;
    const origin = field === undefined ? missingOrigin(route) : originOf(route, one.path);
    const kong = 'kong' in one ? one.kong : ofValue(route, one.path, gateway);
    return { field: String(field ?? ''), origin, kong };
  });
  const errors = (expression?.problems ?? []).filter(({ code }) => severityOf(code) === 'error');
  const inExpression = errors.map((one): Cause => {
    const { span } = one;
    const part = route.expressionParts.find(
      ({ range: [start, end] }) => span.start < end && span.end >= start,
    );
    // Of several, Kong only reports one.
    const answer = one.code === 'expression-regex' ? one.args.message : messageOf(one);
    const isOnly = problems.length + errors.length === 1;
    const kong = isOnly ? null : `Router Expression failed validation: ${answer}`;
    return { field: 'expression', origin: part?.origin ?? route.object.origin, kong };
  });
  const all = [...found, ...inExpression];
  return all.length > 0 ? all : [{ field: '', origin: route.object.origin, kong: null }];
}

/** What Kong says of one item of a list, as if it were alone: of several wrong ones it only reports the first. */
function ofValue({ fields }: GeneratedRoute, path: RoutePath, gateway: Gateway): string | null {
  const [field, index] = path;
  const list = fields[String(field)];
  if (!Array.isArray(list) || typeof index !== 'number') return null;
  const alone = { ...fields, [String(field)]: [list[index]] } as Readonly<Record<string, unknown>>;
  const { messages } = viewOf(readRoute(alone), alone, gateway);
  return messages.length > 0 ? inOneLine(messages.at(-1)!) : null;
}

/** Where the match that is missing would have come from: the hostname of a TLSRoute, the parent of a TCPRoute. */
function missingOrigin({ object }: GeneratedRoute): Origin {
  const spec = object.root.get('spec');
  const wildcard = spec.get('hostnames').items.find((hostname) => hostname.text?.startsWith('*'));
  const [parent] = spec.get('parentRefs').items;
  if (object.kind === 'TLSRoute') return (wildcard ?? spec.get('hostnames')).origin;
  return parent && (object.kind === 'TCPRoute' || object.kind === 'UDPRoute')
    ? parent.get('name').origin
    : object.origin;
}

/** Names are unique in Kong. */
function doubleNames({ services }: OutputTranslation, flavor: Flavor): ManifestProblem[] {
  const routes = services
    .flatMap((service) => service.routes)
    .filter(
      // People name KongRoutes, each for its own control plane.
      ({ name, object }) => name !== '' && object.kind !== 'KongRoute',
    );
  const counts = new Map<string, number>();
  for (const { name } of routes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const doubles = new Map(
    routes.filter(({ name }) => (counts.get(name) ?? 0) > 1).map((route) => [route.name, route]),
  );
  return [...doubles.values()].map((route) =>
    problem('route-name-twice', { route: route.name }, redirectOrigin(route) ?? route.object.origin, [
      flavor,
    ]),
  );
}

/** The filter that makes several routes of one rule. */
function redirectOrigin({ object, source }: GeneratedRoute): Origin | undefined {
  const rule = object.root.get('spec', 'rules').items[source.rules?.[0] ?? -1];
  return rule
    ?.get('filters')
    .items.find((filter) => filter.get('type').text === 'RequestRedirect')
    ?.get('type').origin;
}
