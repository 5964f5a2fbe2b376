/**
 * Which documents are Kong's, and where their routes are: recognized by content, because neither a file's name nor
 * its extension shows. Where `_format_version` is missing the shape must leave no doubt: `routes:` and
 * `expression:` are words that other tools use too.
 */

import { fieldsFor, fieldsOfDocuments, routeFieldNames } from '../routes/index.js';
import { mentionsRouteType } from '../terraform/index.js';
import type { Data, DeckSettings, DocumentFormat, DocumentKind } from './document.js';
import { hasPlaceholder } from './placeholder.js';

/** A parsed document, whatever it was written in. */
export interface Tree<Node> {
  /** Keys and values of a mapping with what is merged into it; `null` if the node is none. */
  entries(node: Node): readonly (readonly [key: string, value: Node])[] | null;
  /** `null` if the node is not a list. */
  items(node: Node): readonly Node[] | null;
  /** `undefined` if the node is not a scalar. */
  scalar(node: Node): string | number | bigint | boolean | null | undefined;
  /** A scalar as it is written. */
  written(node: Node): string;
}

export interface FoundRoute<Node> {
  readonly path: readonly (string | number)[];
  readonly node: Node;
}

export interface FoundService<Node> {
  readonly path: readonly (string | number)[];
  readonly node: Node;
}

export interface KongDocument<Node> {
  readonly kind: DocumentKind;
  readonly formatVersion: string | null;
  readonly deck: DeckSettings | null;
  readonly routes: readonly FoundRoute<Node>[];
  readonly services: readonly FoundService<Node>[];
}

/** `kong/db/schema/entities/routes.lua`, and what decK and DB-less files add (`_comment`, `_ignore`). */
const routeKeys: ReadonlySet<string> = new Set([...routeFieldNames, ...fieldsOfDocuments]);

/** Keys that hardly anything but a Kong route has. */
const decisiveRouteKeys: ReadonlySet<string> = new Set([
  ...['https_redirect_status_code', 'path_handling', 'preserve_host', 'protocols', 'regex_priority'],
  ...['request_buffering', 'response_buffering', 'service', 'snis', 'strip_path'],
]);

/** Of these, the ones that no other tool has: with one of them, a value of the wrong shape is a mistake in a route. */
const certainRouteKeys: ReadonlySet<string> = new Set([
  ...['https_redirect_status_code', 'path_handling', 'preserve_host', 'regex_priority'],
  ...['request_buffering', 'response_buffering', 'strip_path'],
]);

/** The top level of `kong/db/schema/others/declarative_config.lua` and of decK's `pkg/file/kong_json_schema.json`. */
const declarativeKeys: ReadonlySet<string> = new Set([
  ...[
    'services',
    'routes',
    'consumers',
    'consumer_groups',
    'plugins',
    'upstreams',
    'targets',
    'certificates',
    'snis',
  ],
  ...['ca_certificates', 'rbac_roles', 'vaults', 'licenses', 'filter_chains', 'partials', 'keys', 'key_sets'],
  ...[
    'custom_entities',
    'custom_plugins',
    'cloned_plugins',
    'service_packages',
    'workspaces',
    'parameters',
    'tags',
  ],
]);

/** What the Admin API puts around a list. */
const listKeys: ReadonlySet<string> = new Set(['data', 'next', 'offset']);

/**
 * `false` for most YAML files of other tools, determined without reading them: an editor shows all YAML and JSON to a
 * language server, and an OpenAPI file of megabytes need not be read at every keystroke. `true` says nothing.
 */
export function mayBeKongs(text: string, format: DocumentFormat = 'yaml'): boolean {
  if (format === 'hcl' || format === 'hcl-json') return mentionsRouteType(text);
  if (text.includes('_format_version')) return true;
  // Of several documents one may be Kong's and another not; between braces a line may start with any key.
  if (/\n(?:---|\.\.\.)/.test(text) || /^(?:\s|#.*\n|---)*[{[]/.test(text)) return true;
  for (const [, key] of text.matchAll(/^["']?([\w.-]+)["']?:(?=[ \t\r\n]|$)/gm)) {
    if (!declarativeKeys.has(key!) && !routeKeys.has(key!) && !listKeys.has(key!) && !key!.startsWith('_'))
      return false;
  }
  return true;
}

export function recognise<Node>(tree: Tree<Node>, root: Node): KongDocument<Node> | null {
  const top = tree.entries(root);
  if (top === null || top.length === 0) return null;
  const version = lookUp(top, '_format_version');
  if (version !== undefined && tree.scalar(version) !== undefined) {
    const formatVersion = tree.written(version);
    return {
      kind: 'declarative',
      formatVersion,
      deck: deckSettings(tree, top),
      ...declaredIn(tree, top),
    };
  }
  if (looksLikeRoute(tree, root)) {
    return {
      kind: 'route',
      formatVersion: null,
      deck: null,
      routes: [{ path: [], node: root }],
      services: [],
    };
  }
  if (looksLikeRouteList(tree, top)) {
    const routes = listed(tree, lookUp(top, 'data'), ['data']);
    return { kind: 'route-list', formatVersion: null, deck: null, routes, services: [] };
  }
  if (looksDeclarative(tree, top)) {
    const deck = deckSettings(tree, top);
    return { kind: 'declarative', formatVersion: null, deck, ...declaredIn(tree, top) };
  }
  return null;
}

/** What only decK reads (Kong/go-database-reconciler `pkg/file/types.go`). */
const deckKeys = ['_info', '_konnect', '_workspace', '_plugin_configs'];

function deckSettings<Node>(tree: Tree<Node>, top: Entries<Node>): DeckSettings | null {
  if (!deckKeys.some((key) => lookUp(top, key) !== undefined)) return null;
  const within = (node: Node | undefined, key: string) =>
    node === undefined ? undefined : lookUp(tree.entries(node), key);
  const defaults = within(within(lookUp(top, '_info'), 'defaults'), 'route');
  const data = defaults === undefined ? null : dataFrom(tree, defaults);
  return { routeDefaults: isMapping(data) ? data : {} };
}

const isMapping = (data: Data): data is { readonly [key: string]: Data } =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

function dataFrom<Node>(tree: Tree<Node>, node: Node): Data {
  const entries = tree.entries(node);
  if (entries !== null)
    return Object.fromEntries(entries.map(([key, value]) => [key, dataFrom(tree, value)]));
  const items = tree.items(node);
  return items === null ? (tree.scalar(node) ?? null) : items.map((item) => dataFrom(tree, item));
}

type Entries<Node> = readonly (readonly [key: string, value: Node])[];

/** The last of several: that is the one which Kong's parsers keep. */
function lookUp<Node>(entries: Entries<Node> | null, key: string): Node | undefined {
  return entries?.findLast((entry) => entry[0] === key)?.[1];
}

function listed<Node>(
  tree: Tree<Node>,
  list: Node | undefined,
  path: readonly (string | number)[],
): FoundRoute<Node>[] {
  const items = list === undefined ? null : tree.items(list);
  const found: FoundRoute<Node>[] = [];
  items?.forEach((node, index) => {
    if (tree.entries(node) !== null) found.push({ path: [...path, index], node });
  });
  return found;
}

/** The routes and services of a declarative file. */
type Declared<Node> = Pick<KongDocument<Node>, 'routes' | 'services'>;

function declaredIn<Node>(tree: Tree<Node>, top: Entries<Node>): Declared<Node> {
  const routes: FoundRoute<Node>[] = [];
  const services: FoundService<Node>[] = [];
  const addService = (node: Node, path: FoundService<Node>['path']) => {
    const entries = tree.entries(node);
    if (entries === null) return;
    services.push({ path, node });
    for (const route of listed(tree, lookUp(entries, 'routes'), [...path, 'routes'])) routes.push(route);
  };
  // In the order of the text, whichever of the lists comes first in it.
  for (const [key, list] of top) {
    // Of a key that is written twice only the last counts.
    if (lookUp(top, key) !== list) continue;
    if (key === 'routes') {
      for (const route of listed(tree, list, ['routes'])) routes.push(route);
    } else if (key === 'services') {
      tree.items(list)?.forEach((service, index) => {
        addService(service, ['services', index]);
      });
    } else if (key === 'service_packages') {
      eachPackagedService(tree, list, addService);
    }
  }
  return { routes, services };
}

/** decK's old Konnect form, `FServicePackage` in `go-database-reconciler/pkg/file/types.go`. */
function eachPackagedService<Node>(
  tree: Tree<Node>,
  packages: Node,
  add: (service: Node, path: FoundService<Node>['path']) => void,
): void {
  tree.items(packages)?.forEach((servicePackage, packageIndex) => {
    const versions = lookUp(tree.entries(servicePackage), 'versions');
    if (versions === undefined) return;
    tree.items(versions)?.forEach((version, versionIndex) => {
      let node: Node | undefined = version;
      const path: (string | number)[] = ['service_packages', packageIndex, 'versions', versionIndex];
      for (const key of ['implementation', 'kong', 'service']) {
        node = node === undefined ? undefined : lookUp(tree.entries(node), key);
        path.push(key);
      }
      if (node !== undefined) add(node, path);
    });
  });
}

function looksDeclarative<Node>(tree: Tree<Node>, top: Entries<Node>): boolean {
  if (!top.every(([key]) => declarativeKeys.has(key) || key.startsWith('_'))) return false;
  const services = lookUp(top, 'services');
  for (const service of (services === undefined ? null : tree.items(services)) ?? []) {
    const entries = tree.entries(service);
    const upstream = lookUp(entries, 'url') ?? lookUp(entries, 'host');
    if (upstream === undefined || typeof tree.scalar(upstream) !== 'string') continue;
    const routes = lookUp(entries, 'routes');
    const items = (routes === undefined ? null : tree.items(routes)) ?? [];
    if (items.some((item) => hasMatching(tree, item))) return true;
  }
  const routes = lookUp(top, 'routes');
  const items = (routes === undefined ? null : tree.items(routes)) ?? [];
  return items.length > 0 && items.every((item) => looksLikeRoute(tree, item));
}

/** What is filled in later is of the right shape, but only in a mapping that has no other key than a route. */
function hasMatching<Node>(tree: Tree<Node>, route: Node): boolean {
  const entries = tree.entries(route) ?? [];
  const isOnlyRoute = entries.every(([key]) => routeKeys.has(key));
  return entries.some(
    ([key, value]) => isMatching(tree, key, value) && (isOnlyRoute || !isFilledIn(tree, value)),
  );
}

function looksLikeRouteList<Node>(tree: Tree<Node>, top: Entries<Node>): boolean {
  const data = lookUp(top, 'data');
  if (data === undefined || !top.every(([key]) => listKeys.has(key))) return false;
  const items = tree.items(data) ?? [];
  // As the Admin API writes it, with an id for each: a value of the wrong shape was written by someone else.
  const isAnswer = lookUp(top, 'next') !== undefined;
  return (
    items.length > 0 &&
    items.every((item) => looksLikeRoute(tree, item) || (isAnswer && isEntity(tree, item)))
  );
}

/** Every key a route's, with an id, protocols and a field that matches. */
function isEntity<Node>(tree: Tree<Node>, node: Node): boolean {
  const keys = (tree.entries(node) ?? []).map(([key]) => key);
  const isThere = (key: string) => keys.includes(key);
  return (
    keys.every((key) => routeKeys.has(key)) &&
    isThere('id') &&
    isThere('protocols') &&
    keys.some((key) => matchingFields.has(key))
  );
}

/** Every key a route's, every matching field of the right shape, and something that only a Kong route has. */
function looksLikeRoute<Node>(tree: Tree<Node>, node: Node): boolean {
  const entries = tree.entries(node);
  if (entries === null || !entries.every(([key]) => routeKeys.has(key))) return false;
  const isCertain = entries.some(([key]) => certainRouteKeys.has(key));
  if (isCertain && entries.some(([key]) => matchingFields.has(key))) return true;
  const isDecisive = entries.some(([key]) => decisiveRouteKeys.has(key));
  let matching = false;
  for (const [key, value] of entries) {
    if (!matchingFields.has(key)) continue;
    if (tree.scalar(value) === null) continue;
    if (!isMatching(tree, key, value)) return false;
    matching ||= isDecisive || key === 'expression' || (key === 'paths' && !isFilledIn(tree, value));
  }
  return matching;
}

const matchingFields: ReadonlySet<string> = new Set(fieldsFor('match'));

/** A field of the Kong expression language: CEL and Cloudflare's rules have an `expression` of their own. */
const expressionField =
  /\b(http\.(method|host|path|headers|queries)\b(?!\.contains|\.exists)|net\.(protocol|port|src|dst)\b|tls\.sni\b)/;

/** A value, or a list of them, that is not known before it is filled in: it looks like whatever it should be. */
function isFilledIn<Node>(tree: Tree<Node>, node: Node): boolean {
  const items = tree.items(node);
  if (items !== null) return items.length > 0 && items.every((item) => isFilledIn(tree, item));
  return hasPlaceholder(text(tree, node));
}

function isMatching<Node>(tree: Tree<Node>, key: string, value: Node): boolean {
  if (isFilledIn(tree, value)) return matchingFields.has(key);
  switch (key) {
    case 'expression': {
      const text = tree.scalar(value);
      return typeof text === 'string' && expressionField.test(text);
    }
    case 'paths':
      return isList(tree, value, (item) => /^[/~]/.test(text(tree, item)) || isFilledIn(tree, item));
    case 'methods':
      return isList(tree, value, (item) => /^[A-Z]+$/.test(text(tree, item)) || isFilledIn(tree, item));
    case 'hosts':
    case 'snis':
      return isList(tree, value, (item) => /^[^\s/]+$/.test(text(tree, item)));
    case 'headers': {
      const entries = tree.entries(value);
      return entries?.every(([, values]) => isList(tree, values, () => true)) ?? false;
    }
    case 'sources':
    case 'destinations':
      return isList(tree, value, (item) => {
        const entries = tree.entries(item);
        return (
          entries !== null &&
          entries.length > 0 &&
          entries.every(([part]) => part === 'ip' || part === 'port')
        );
      });
    default:
      return false;
  }
}

function isList<Node>(tree: Tree<Node>, node: Node, isItem: (item: Node) => boolean): boolean {
  const items = tree.items(node);
  return items !== null && items.length > 0 && items.every(isItem);
}

function text<Node>(tree: Tree<Node>, node: Node): string {
  const value = tree.scalar(node);
  return typeof value === 'string' ? value : '';
}
