/**
 * The expression that a Gateway version's router is built with, word for word where it decides what matches.
 * Source: Kong/kong `kong/router/expressions.lua`, `kong/router/compat.lua`, `kong/router/transform.lua`.
 */

import type { Gateway, Route } from '../../../routes/index.js';
import { amended, expressionOf, isRegexPath } from '../../generated-expression.js';
import type { RouterRules } from './atc-rules.js';

/**
 * @param part a route, or one of the parts that it is split into
 * @returns `null` for a route of which the router reads nothing: it is left out
 */
export function builtExpressionOf(part: Route, gateway: Gateway, rules: RouterRules): string | null {
  const own = rules.readsExpression ? part.expression : undefined;
  if (own === undefined && !rules.readsFields) return null;
  const { expression: _, ...fields } = part;
  const expression = own ?? expressionOfFields(fields, gateway, rules);
  if (!rules.filtersProtocols) return expression;
  const read = rules.rawStrings ? amended(expression) : expression;
  const filter = protocolsExpression(part.protocols ?? [], rules);
  return filter === null ? read : `${read} && ${filter}`;
}

function protocolsExpression(protocols: readonly string[], rules: RouterRules): string | null {
  const [only] = protocols;
  if (only === undefined || (protocols.length === 1 && rules.openProtocols.has(only))) return null;
  const terms = protocols.map((protocol) => {
    const name = protocolAsRouted(protocol, rules);
    return `net.protocol == ${rules.rawStrings ? `r#"${name}"#` : `"${name}"`}`;
  });
  return `(${terms.join(' || ')})`;
}

const mapped: Readonly<Record<string, string>> = { tls_passthrough: 'tcp', grpc: 'http', grpcs: 'https' };
const mappedWebSocket: Readonly<Record<string, string>> = { ws: 'http', wss: 'https' };

const protocolAsRouted = (protocol: string, rules: RouterRules): string =>
  (rules.mapsProtocols && mapped[protocol]) || (rules.mapsWebSocket && mappedWebSocket[protocol]) || protocol;

function expressionOfFields(route: Route, { version }: Gateway, rules: RouterRules): string {
  switch (rules.fields) {
    case 'today':
      return expressionOf(route, version);
    case 'stream-by-addresses':
      return expressionOf(asOfSubsystem(route), version);
    case 'methods-first':
      return expressionBefore34(route, version, rules);
  }
}

/** Before 3.7 addresses tell a route of the stream subsystem, and not its protocols. */
export function asOfSubsystem(route: Route): Route {
  const isStream = route.sources !== undefined || route.destinations !== undefined;
  return { ...route, protocols: [isStream ? 'tcp' : 'https'] };
}

function expressionBefore34(route: Route, version: Gateway['version'], rules: RouterRules): string {
  const { methods, hosts, paths, headers, snis } = route;
  const protocols = ['https'];
  const regexFirst = paths && [...paths.filter(isRegexPath), ...paths.filter((path) => !isRegexPath(path))];
  const parts = [
    expressionOf({ protocols, ...(methods && { methods }) }, version),
    snisExpression(snis ?? [], rules),
    expressionOf({ protocols, ...(hosts && { hosts }) }, version),
    expressionOf({ protocols, ...(regexFirst && { paths: regexFirst }) }, version),
    expressionOf({ protocols, ...(headers && { headers }) }, version),
  ];
  return parts.filter((part) => part !== '').join(' && ');
}

/** Without parentheses around it: `&&` and `||` bind alike in these versions, so that it joins with what comes before. */
function snisExpression(snis: readonly string[], { dropsFinalDot }: RouterRules): string {
  if (snis.length === 0) return '';
  const terms = snis.map((sni) => {
    const name = dropsFinalDot && sni.length > 1 && sni.endsWith('.') ? sni.slice(0, -1) : sni;
    return `tls.sni == "${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `net.protocol != "https" || (${terms.join(' || ')})`;
}
