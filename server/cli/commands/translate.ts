/** `kong-routes translate`: how each flavor reads the routes of files. */

import { Command } from 'commander';
import { effectiveData, type RouteDocument, routeLabel, unknownFields } from '../../documents/index.js';
import { type FlavorView, viewsOf } from '../../flavors/index.js';
import { messageOf, unknownWords } from '../../problems/index.js';
import { type Gateway, kindOf, type RouteKind, type RouterFlavor, readRoute } from '../../routes/index.js';
import { oneLine } from '../../text/index.js';
import { assumedVersion } from '../../workspace/index.js';
import { colors } from '../colors.js';
import { eachFile } from '../each-file.js';
import { calculation, detect, type FileOptions, format, gateway, readsFiles } from '../options.js';
import { json, print, printProblem, printText } from '../output.js';
import { noKongRoutes, routingResults } from '../result-words.js';
import {
  forbidManifestOptions,
  type ManifestOptions,
  manifestOptions,
  translateManifests,
} from './translate-manifests.js';

export const translateCommand = (): Command =>
  manifestOptions(readsFiles(new Command('translate')))
    .description('show how each router flavor reads the routes')
    .addOption(format(['pretty', 'json', 'deck']))
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .action(async (paths: string[], { flavor, ...options }: FileOptions & ManifestOptions) => {
      const manifests = { ...options, ...(flavor && { flavor }) };
      if (options.controller) {
        const { text, notRead } = await translateManifests(paths, manifests, assumedVersion);
        for (const unread of notRead) printProblem(unread);
        (options.format === 'pretty' ? printText : print)(text);
        return;
      }
      forbidManifestOptions(manifests);
      const { results: translated } = await eachFile(paths, options, ({ file, document, known }) => ({
        file,
        routes: translateFile(document, known.gateway),
      }));
      if (options.format === 'json') print(json(translateReport(translated)));
      else for (const { file, routes } of translated) printText(prettyTranslation(file, routes));
    });

export interface TranslatedRoute {
  readonly label: string;
  readonly name: string | null;
  readonly kind: RouteKind;
  /** Of the flavors that the Gateway has. */
  readonly views: ReadonlyMap<RouterFlavor, FlavorView>;
  /** Why there are none: parts are not known before Terraform runs. */
  readonly unknown?: string;
}

export function translateFile(document: RouteDocument, gateway: Gateway): TranslatedRoute[] {
  return document.routes.map((sourced) => {
    const data = effectiveData(document, sourced, gateway.version);
    const route = readRoute(data);
    const unknown = unknownFields(sourced.body);
    // A part of a route is not the route.
    const views = unknown.length > 0 ? new Map() : viewsOf(route, data, gateway);
    const known = { label: routeLabel(sourced), name: route.name ?? null, kind: kindOf(route), views };
    return unknown.length > 0 ? { ...known, unknown: unknownWords(unknown) } : known;
  });
}

/** Priorities are decimal text: 64 bits do not fit a number of JSON as most programs read it. */
export function translateReport(files: readonly { file: string; routes: readonly TranslatedRoute[] }[]) {
  return {
    files: files.map(({ file, routes }) => ({
      file,
      routes: routes.map(({ name, kind, views, unknown }) => ({
        name,
        kind,
        ...(unknown !== undefined && { unknown }),
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
  const texts = routes.map(({ label, kind, views, unknown }) => {
    const flavors = [...views].map(([flavor, view]) => prettyView(flavor, view));
    if (unknown !== undefined) flavors.push(`    ${unknown}`);
    return `  ${colors.bold(oneLine(label))} ${colors.dim(`(${kind})`)}\n${flavors.join('\n')}`;
  });
  return `${colors.bold(oneLine(file))}${routes.length === 0 ? `  ${noKongRoutes}` : ''}\n${texts.join('\n\n')}\n`;
}

function prettyView(flavor: RouterFlavor, { status, messages, matchers }: FlavorView): string {
  const title = `    ${flavor}: ${status === 'accepted' ? colors.green(status) : colors.red(status)}`;
  const indented = (text: string) => `      ${text.replaceAll('\n', '\n      ')}`;
  const lines =
    matchers?.map(({ expression, priority, leftOut }) => {
      const place = leftOut ? routingResults.notInRouter(messageOf(leftOut)) : `priority ${priority.value}`;
      return indented(`${expression}\n${place}`);
    }) ?? [];
  return [title, ...messages.map(indented), ...lines].join('\n');
}
