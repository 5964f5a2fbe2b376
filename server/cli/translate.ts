/** `kong-routes translate`: how each flavor reads the routes of files. */

import { effectiveData, type RouteDocument } from '../documents/index.js';
import { routeLabel } from '../features/route-label.js';
import { type FlavorView, viewsOf } from '../flavors/translate.js';
import { messageOf } from '../problems.js';
import type { Gateway, RouterFlavor } from '../routes/gateway.js';
import { kindOf, type RouteKind, readRoute } from '../routes/route.js';
import { colors } from './colors.js';

export interface TranslatedRoute {
  readonly label: string;
  readonly name: string | null;
  readonly kind: RouteKind;
  /** Of the flavors that the Gateway has. */
  readonly views: ReadonlyMap<RouterFlavor, FlavorView>;
}

export function translateFile(document: RouteDocument, gateway: Gateway): TranslatedRoute[] {
  return document.routes.map((sourced) => {
    const data = effectiveData(document, sourced, gateway.version);
    const route = readRoute(data);
    const views = viewsOf(route, data, gateway);
    return { label: routeLabel(sourced), name: route.name ?? null, kind: kindOf(route), views };
  });
}

/** Priorities are decimal text: 64 bits do not fit a number of JSON as most programs read it. */
export function translateReport(files: readonly { file: string; routes: readonly TranslatedRoute[] }[]) {
  return {
    files: files.map(({ file, routes }) => ({
      file,
      routes: routes.map(({ name, kind, views }) => ({
        name,
        kind,
        flavors: Object.fromEntries([...views].map(([flavor, view]) => [flavor, viewReport(view)])),
      })),
    })),
  };
}

const viewReport = ({ status, messages, matchers }: FlavorView) => ({
  status,
  ...(messages.length > 0 && { message: messages.join('\n') }),
  ...(matchers && {
    entries: matchers.map(({ expression, priority, leftOut }) => ({
      expression,
      priority: String(priority.value),
      ...(leftOut && { notInRouter: messageOf(leftOut) }),
    })),
  }),
});

export function prettyTranslation(file: string, routes: readonly TranslatedRoute[]): string {
  const texts = routes.map(({ label, kind, views }) => {
    const flavors = [...views].map(([flavor, view]) => prettyView(flavor, view));
    return `  ${colors.bold(label)} ${colors.dim(`(${kind})`)}\n${flavors.join('\n')}`;
  });
  return `${colors.bold(file)}${routes.length === 0 ? '  no Kong routes' : ''}\n${texts.join('\n\n')}\n`;
}

function prettyView(flavor: RouterFlavor, { status, messages, matchers }: FlavorView): string {
  const title = `    ${flavor}: ${status === 'accepted' ? colors.green(status) : colors.red(status)}`;
  const indented = (text: string) => text.replace(/^/gm, '      ');
  const lines =
    matchers?.map(({ expression, priority, leftOut }) => {
      const place = leftOut ? `not in the router: ${messageOf(leftOut)}` : `priority ${priority.value}`;
      return indented(`${expression}\n${place}`);
    }) ?? [];
  return [title, ...messages.map(indented), ...lines].join('\n');
}
