/** The services and routes of a document as a tree: what an editor shows as its outline. */

import type { Span } from '../../grammar/index.js';
import { dataOfRoute } from './data.js';
import type { Data, RouteDocument, SourcedRoute, SourcedService } from './document.js';
import { placeLabel, routeLabel } from './route-label.js';
import { entryOf } from './value-at.js';

export interface OutlineItem {
  readonly kind: 'service' | 'route';
  /** Its name; where it has none, its id or its place in the document. */
  readonly label: string;
  /** What a route matches, shortened; empty for a service. */
  readonly detail: string;
  /** Absolute: all of it. */
  readonly span: Span;
  /** Absolute: its name, else the beginning of it. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** In the order of the text. A route that is listed under a service is a child of that service. */
export function outlineOf(document: RouteDocument): OutlineItem[] {
  if (document.kind === 'expression') return [];
  const children = new Map(document.services.map((service) => [pathKey(service.path), [] as OutlineItem[]]));
  const roots: OutlineItem[] = [];
  for (const route of document.routes) {
    const siblings = children.get(pathKey(route.path.slice(0, -2))) ?? roots;
    siblings.push(itemOfRoute(route));
  }
  for (const service of document.services)
    roots.push(itemOfService(service, children.get(pathKey(service.path)) ?? []));
  return roots.sort((a, b) => a.span.start - b.span.start);
}

const pathKey = (path: SourcedRoute['path']): string => path.join('/');

function itemOfService({ path, span, name }: SourcedService, routes: readonly OutlineItem[]): OutlineItem {
  return {
    kind: 'service',
    label: name?.value || placeLabel(path),
    detail: '',
    span,
    nameSpan: within(name?.span, span),
    // The routes of an alias are written at its anchor, outside of its own span.
    children: routes.filter(({ span: inner }) => span.start <= inner.start && inner.end <= span.end),
  };
}

function itemOfRoute(route: SourcedRoute): OutlineItem {
  const { start, body } = route;
  const span = { start, end: start + body.span.end };
  const name = entryOf(body, 'name')?.value.span;
  return {
    kind: 'route',
    label: routeLabel(route),
    detail: detailOf(dataOfRoute(body)),
    span,
    nameSpan: within(name && { start: start + name.start, end: start + name.end }, span),
    children: [],
  };
}

/** LSP asks for a name that is inside of what it names. */
const within = (name: Span | undefined, span: Span): Span =>
  name && span.start <= name.start && name.end <= span.end ? name : { start: span.start, end: span.start };

/** How long the detail of a route gets, in UTF-16 units. */
const longestDetail = 80;

/** The expression, else the values of the fields that say most about a route. */
function detailOf(data: { readonly [key: string]: Data }): string {
  const { expression, methods, hosts, paths, snis } = data;
  const text =
    typeof expression === 'string'
      ? expression
      : [methods, hosts, paths, snis].map(listed).filter(Boolean).join(' ');
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1).trimEnd()}…` : line;
}

const listed = (values: Data | undefined): string =>
  Array.isArray(values) ? values.filter((value) => typeof value === 'string').join(', ') : '';
