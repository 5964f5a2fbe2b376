/**
 * Whether an entry of the traditional router matches a request (`match_route` in Kong/kong `kong/router/traditional.lua`;
 * names in the comments are from there).
 */

import type { PcreRegexes } from '../regexes/regexes.js';
import { type Address, addressOf, isInside } from '../requests/address.js';
import { asciiLower } from '../requests/lua-text.js';
import { type RoutedRequest, SentHeaders } from '../requests/request.js';
import { splitPort } from '../requests/split-port.js';
import { sanitizedPostfix } from '../upstream-uri.js';
import { bits, type HeaderEntry, type NetEntry, type TraditionalEntry } from './traditional-entry.js';
import type { TraditionalRules } from './traditional-rules.js';

/** What the router found first of a request; it decides where it looks for routes. */
export interface Hits {
  /** A wildcard host, as written. */
  readonly host: string | null;
  readonly header: string | null;
  /** A path of the table. */
  readonly uri: string | null;
}

/** A request as the router looks at it. */
export class TraditionalRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  /** `null` if there is no header `Host`. */
  readonly hostWithoutPort: string | null;
  readonly hostWithPort: string;
  readonly isPlainHttp: boolean;
  readonly sni: string;
  readonly headers: SentHeaders;
  readonly srcIp: Address | null;
  readonly srcPort: number | null;
  readonly dstIp: Address | null;
  readonly dstPort: number | null;
  readonly srcText: string;
  readonly dstText: string;

  /** For HTTP requests the router does not get addresses. */
  constructor(request: RoutedRequest, isHttp: boolean, rules: TraditionalRules) {
    this.method = request.method ?? '';
    this.path = request.path ?? '';
    this.host = request.host ?? '';
    const split = splitPort(this.host, request.scheme === 'https' ? 443 : 80);
    const hasHost = request.host !== undefined || rules.acceptsMissingHost;
    this.hostWithoutPort = hasHost ? split.withoutPort : null;
    // `ngx.re.find` searches in the text of what it is given, be it nil.
    this.hostWithPort = hasHost ? split.withPort : 'nil';
    this.isPlainHttp = request.scheme === 'http';
    this.sni = request.sni ?? '';
    this.headers = new SentHeaders(request.headers);
    this.srcText = (isHttp ? undefined : request.srcIp) ?? '';
    this.dstText = (isHttp ? undefined : request.dstIp) ?? '';
    this.srcIp = addressOf(this.srcText);
    this.dstIp = addressOf(this.dstText);
    this.srcPort = (isHttp ? undefined : request.srcPort) ?? null;
    this.dstPort = (isHttp ? undefined : request.dstPort) ?? null;
  }
}

/** What the path of an entry matched. */
export interface MatchedUri {
  /** `null` if the regex matched without what follows it: nothing is cut off then. */
  readonly prefix: string | null;
  readonly postfix: string | null;
  readonly captures: ReadonlyMap<number | string, string>;
}

/** How regexes are answered that could not be judged, and whether there were any. */
export interface RegexAssumption {
  readonly matches: boolean;
  wasNeeded: boolean;
}

export interface Matching {
  readonly request: TraditionalRequest;
  readonly hits: Hits;
  readonly rules: TraditionalRules;
  readonly pcre: PcreRegexes;
  readonly assumption: RegexAssumption;
}

/** The match fields of an entry that the request does not match; empty if it matches. */
export function* unmatched(entry: TraditionalEntry, matching: Matching): Generator<UnmatchedField> {
  const { request, rules } = matching;
  const has = (bit: number) => (entry.rules & bit) !== 0;
  if (has(bits.method) && !entry.methods.includes(request.method)) yield { field: 'methods' };
  if (has(bits.host) && !matchesHost(entry, matching)) yield { field: 'hosts' };
  if (has(bits.sni) && !matchesSni(entry, request, rules)) yield { field: 'snis' };
  if (has(bits.src) && !matchesNet(entry.sources, request.srcText, request.srcIp, request.srcPort)) {
    yield { field: 'sources' };
  }
  if (has(bits.dst) && !matchesNet(entry.destinations, request.dstText, request.dstIp, request.dstPort)) {
    yield { field: 'destinations' };
  }
  if (has(bits.header)) {
    for (const header of entry.headers) {
      if (!matchesHeader(header, matching)) yield { field: 'headers', header };
    }
  }
  // Last, because it is slowest.
  if (has(bits.uri) && !matchUri(entry, matching)) yield { field: 'paths' };
}

export type UnmatchedField =
  | { readonly field: 'methods' | 'hosts' | 'snis' | 'sources' | 'destinations' | 'paths' }
  | { readonly field: 'headers'; readonly header: HeaderEntry };

export const matchesEntry = (entry: TraditionalEntry, matching: Matching): boolean =>
  unmatched(entry, matching).next().done === true;

function matchesHost({ hosts }: TraditionalEntry, { request, hits }: Matching): boolean {
  const sent = hits.host ?? request.host;
  return (
    hosts.some(
      ({ value, wildcard }) => wildcard === null && (value === sent || value === request.hostWithoutPort),
    ) || hosts.some(({ wildcard }) => wildcard?.test(request.hostWithPort))
  );
}

const matchesSni = (
  { snis }: TraditionalEntry,
  request: TraditionalRequest,
  rules: TraditionalRules,
): boolean => (rules.ignoresSniOverHttp && request.isPlainHttp) || snis.includes(request.sni);

/** `matcher_src_dst`: addresses are compared as they are written, but for those with a length. */
function matchesNet(
  nets: readonly NetEntry[],
  text: string,
  address: Address | null,
  sentPort: number | null,
): boolean {
  return nets.some(({ ip, port, network }) => {
    const isAddress =
      ip === null ||
      (ip.includes('/') ? network !== null && address !== null && isInside(address, network) : ip === text);
    return isAddress && (port === null || port === sentPort);
  });
}

function matchesHeader(
  { name, values, pattern }: HeaderEntry,
  { request, pcre, assumption }: Matching,
): boolean {
  const sent = (request.headers.get(name) ?? []).map(asciiLower);
  return sent.some((value) => {
    if (values.has(value)) return true;
    if (pattern === null) return false;
    const found = pcre.match(pattern, value, false);
    return found === 'undecided' ? assume(assumption) : found !== null && found !== 'rejected';
  });
}

function assume(assumption: RegexAssumption): boolean {
  assumption.wasNeeded = true;
  return assumption.matches;
}

/** @returns `null` if the path does not match */
export function matchUri({ uri }: TraditionalEntry, matching: Matching): MatchedUri | null {
  const { request, hits } = matching;
  const { path } = request;
  if (path === '' || uri === null) return null;
  if (uri.isRegex) {
    const matched = matchRegexUri(uri.value, matching);
    if (matched !== null) return matched === 'failed' ? null : matched;
  }
  // The router does not compare the path that it found the entry by again, not even a regex that did not match.
  if (uri.value === (hits.uri ?? path) || (!uri.isRegex && path.startsWith(uri.value))) {
    return prefixMatch(path, uri.value);
  }
  return null;
}

function prefixMatch(path: string, prefix: string): MatchedUri {
  return {
    prefix: path.slice(0, prefix.length),
    postfix: sanitizedPostfix(path.slice(prefix.length)),
    captures: noCaptures,
  };
}

const noCaptures: ReadonlyMap<number | string, string> = new Map();

/** `match_regex_uri`: what follows the match becomes a group of its own. */
function matchRegexUri(
  pattern: string,
  { request, pcre, assumption }: Matching,
): MatchedUri | 'failed' | null {
  const { path } = request;
  const match = pcre.match(`${pattern}(?<uri_postfix>.*)`, path, true);
  if (match === 'rejected') return 'failed';
  if (match === 'undecided') {
    return assume(assumption) ? { prefix: null, postfix: null, captures: noCaptures } : 'failed';
  }
  if (match === null) return null;
  const groups = new Map(match.groups);
  const rest = groups.get('uri_postfix');
  groups.delete('uri_postfix');
  groups.delete(match.count);
  if (rest === undefined) return { prefix: null, postfix: null, captures: groups };
  return {
    prefix: path.slice(0, path.length - rest.length),
    postfix: sanitizedPostfix(rest),
    captures: groups,
  };
}
