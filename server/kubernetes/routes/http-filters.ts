/**
 * The filters of HTTPRoute rules, as plugins of their routes.
 * Source: `subtranslator/httproute.go` (`generatePluginsFromHTTPRouteFilters`).
 */

import { append } from '../../text/index.js';
import type { PluginDraft } from '../kong/draft.js';
import { joinPath } from '../objects/go-text.js';
import type { Sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { Refusal } from '../problems/codes.js';
import { isRoot, prefixOf } from './http-paths.js';

export interface FilterPlugins {
  readonly plugins: readonly PluginDraft[];
  readonly pluginNames: readonly Sourced<string>[];
}

export interface FilterRefusal {
  readonly refusal: Refusal;
  readonly filter: Value;
}

/** What a request- or response-transformer does. */
interface Transformer {
  readonly replace: { headers: string[]; uri: string };
  readonly add: string[];
  readonly append: string[];
  readonly remove: string[];
}

/**
 * @param path of the match; the redirect without its own plugin and the replacement of a prefix need it
 * @param redirectPlugin whether Kong has the plugin `redirect`
 */
export function filterPlugins(
  filters: readonly Value[],
  path: string,
  redirectPlugin: boolean,
): FilterPlugins | FilterRefusal {
  const plugins: PluginDraft[] = [];
  const pluginNames: Sourced<string>[] = [];
  const transformers = new Map<string, Transformer>();
  const transformer = (name: string): Transformer => {
    const known = transformers.get(name) ?? {
      replace: { headers: [], uri: '' },
      add: [],
      append: [],
      remove: [],
    };
    transformers.set(name, known);
    return known;
  };
  for (const filter of filters) {
    const type = filter.get('type').text ?? '';
    if (type === 'RequestHeaderModifier') {
      modifyHeaders(filter.get('requestHeaderModifier'), transformer('request-transformer'));
    } else if (type === 'ResponseHeaderModifier') {
      modifyHeaders(filter.get('responseHeaderModifier'), transformer('response-transformer'));
    } else if (type === 'RequestRedirect') {
      const redirect = filter.get('requestRedirect');
      if (redirectPlugin) plugins.push(redirectOf(redirect));
      else {
        plugins.push({ name: 'request-termination', config: { status_code: statusOf(redirect) } });
        transformer('response-transformer').add.push(`Location:${oldLocation(redirect, path)}`);
      }
    } else if (type === 'ExtensionRef') {
      const reference = filter.get('extensionRef');
      const group = reference.get('group').text ?? '';
      const kind = reference.get('kind').text ?? '';
      if (group !== 'configuration.konghq.com' || kind !== 'KongPlugin') {
        return { refusal: { reason: 'extension-ref-unsupported', args: { group, kind } }, filter: reference };
      }
      pluginNames.push(reference.get('name').textOr(''));
    } else if (type === 'URLRewrite') {
      const refusal = rewriteUrl(filter.get('urlRewrite'), path, transformer);
      if (refusal) return { refusal, filter };
    } else {
      return {
        refusal: { reason: 'filter-unsupported', args: { filter: type } },
        filter: filter.get('type'),
      };
    }
  }
  const merged = [...transformers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => transformerPlugin(name, one));
  return { plugins: [...plugins, ...merged], pluginNames };
}

const headerText = (header: Value): string => {
  const value = header.get('value').text ?? '';
  const name = header.get('name').text ?? '';
  return value === '' ? name : `${name}:${value}`;
};

/** A header that is set is replaced where it is there, and added where not. */
function modifyHeaders(modifier: Value, transformer: Transformer): void {
  const { replace, add, remove } = transformer;
  const set = modifier.get('set').items.map(headerText);
  append(replace.headers, set);
  append(add, set);
  append(transformer.append, modifier.get('add').items.map(headerText));
  append(
    remove,
    modifier.get('remove').items.map((name) => name.text ?? ''),
  );
}

const statusOf = (redirect: Value): number => redirect.get('statusCode').integer ?? 302;

function fullPath(redirect: Value): string | undefined {
  const path = redirect.get('path');
  return path.get('type').text === 'ReplaceFullPath' ? path.get('replaceFullPath').text : undefined;
}

/** Scheme, host and port where a host is given; else the path alone. */
function locationOf(redirect: Value, path: string): string {
  const hostname = redirect.get('hostname').text;
  if (hostname === undefined) return path;
  const scheme = redirect.get('scheme').text ?? 'http';
  const port = redirect.get('port').integer;
  const location = joinPath(port === undefined ? hostname : `${hostname}:${port}`, path);
  return scheme === '' ? location : `${scheme}://${location}`;
}

const oldLocation = (redirect: Value, path: string): string =>
  locationOf(redirect, fullPath(redirect) ?? path);

function redirectOf(redirect: Value): PluginDraft {
  const path = fullPath(redirect);
  const config = {
    status_code: statusOf(redirect),
    location: locationOf(redirect, path ?? '/'),
    keep_incoming_path: path === undefined,
  };
  return { name: 'redirect', config };
}

function rewriteUrl(
  rewrite: Value,
  path: string,
  transformer: (name: string) => Transformer,
): Refusal | null {
  const refused = (
    detail: 'url-rewrite-empty' | 'url-rewrite-missing' | 'full-path-missing' | 'path-type',
  ): Refusal => ({
    reason: 'filter-incomplete',
    args: { detail },
  });
  if (!rewrite.isPresent) return refused('url-rewrite-missing');
  const modifier = rewrite.get('path');
  const hostname = rewrite.get('hostname').text;
  if (!modifier.isPresent && hostname === undefined) return refused('url-rewrite-empty');
  if (modifier.isPresent) {
    const type = modifier.get('type').text;
    const full = modifier.get('replaceFullPath').text;
    if (type === 'ReplaceFullPath' && full === undefined) return refused('full-path-missing');
    if (type !== 'ReplaceFullPath' && type !== 'ReplacePrefixMatch') return refused('path-type');
    const uri =
      type === 'ReplaceFullPath' ? full : replacedPrefix(modifier.get('replacePrefixMatch').text, path);
    const { replace } = transformer('request-transformer');
    // Merged plugins keep the text that came first.
    replace.uri ||= uri ?? '';
  }
  if (hostname !== undefined) {
    const { replace, add } = transformer('request-transformer');
    replace.headers.push(`host:${hostname}`);
    add.push(`host:${hostname}`);
  }
  return null;
}

/** The template of the new path: the replacement, and what the route's regex captured after the prefix. */
function replacedPrefix(replacement: string | undefined, path: string): string {
  if (replacement === undefined) return '/';
  const prefix = replacement.replace(/\/$/, '');
  const atRoot = isRoot(prefixOf(path));
  if (prefix === '') {
    return atRoot
      ? '$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])'
      : '$(uri_captures[1] == nil and "/" or uri_captures[1])';
  }
  return atRoot
    ? `${prefix}$(uri_captures[1] == nil and "" or "/" .. uri_captures[1])`
    : `${prefix}$(uri_captures[1])`;
}

function transformerPlugin(name: string, { replace, add, append, remove }: Transformer): PluginDraft {
  const replaced = {
    ...(replace.headers.length > 0 && { headers: replace.headers }),
    ...(replace.uri !== '' && { uri: replace.uri }),
  };
  return {
    name,
    config: {
      ...(Object.keys(replaced).length > 0 && { replace: replaced }),
      ...(add.length > 0 && { add: { headers: add } }),
      ...(append.length > 0 && { append: { headers: append } }),
      ...(remove.length > 0 && { remove: { headers: remove } }),
    },
  };
}
