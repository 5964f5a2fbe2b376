/**
 * What the atc router of a Gateway version makes of a table. Files are those of Kong/kong `kong/router/` at the tag that is
 * named.
 */

import { hasEngineOf36, isAtLeast } from '../../../../grammar/index.js';
import type { Gateway } from '../../../routes/index.js';

export interface RouterRules {
  /** A route with paths of several lengths becomes several matchers (`compat.lua` 3.3.0, `atc.lua` 3.7.0). */
  readonly splitsPaths: boolean;
  /**
   * The ids of these are made of their position; before, of the length of their paths, also where there is only one part
   * (`transform.lua` 3.8.0, `compat.lua` 3.3.0).
   */
  readonly splitIds: 'position' | 'length';
  /** Whether a route's traditional fields are read (`expressions.lua` 3.6.1, `transform.lua` 3.7.0). */
  readonly readsFields: boolean;
  /** Whether a route's expression is read; it is preferred to the fields. */
  readonly readsExpression: boolean;
  /** Whether `protocols` are appended to the expression (`expressions.lua`). */
  readonly filtersProtocols: boolean;
  /** Whether grpc, grpcs and tls_passthrough are compared as http, https and tcp (`expressions.lua` 3.4.0). */
  readonly mapsProtocols: boolean;
  /** Protocols that are not appended where they are alone: so that redirects work (3.4.0, tls_passthrough 3.4.1). */
  readonly openProtocols: ReadonlySet<string>;
  /** Routes for ws and wss match (changelog of Kong Gateway 3.15.0.0 and of the patches that have it). */
  readonly mapsWebSocket: boolean;
  /**
   * How the expression of fields is put together: before 3.4 methods come first, and SNIs without parentheses; before 3.7 a
   * route is one of the stream subsystem where it has addresses (`compat.lua` 3.3.0, 3.6.0).
   */
  readonly fields: 'methods-first' | 'stream-by-addresses' | 'today';
  /** The final dot of an SNI is left out (`atc_compat.lua` 3.0.0, `compat.lua` 3.1.0). */
  readonly dropsFinalDot: boolean;
  /** A matcher that the engine refuses stops the whole router from being built (`atc_compat.lua` 3.0.0, `assert`). */
  readonly failsAsWhole: boolean;
  /** Strings are written raw (3.6). */
  readonly rawStrings: boolean;
}

const open340 = new Set(['https', 'tls']);
const open341 = new Set(['https', 'tls', 'tls_passthrough']);
const none: ReadonlySet<string> = new Set();

export function routerRulesOf({ flavor, version }: Gateway): RouterRules {
  const since = (first: string) => isAtLeast(version, first);
  const isExpressions = flavor === 'expressions';
  return {
    splitsPaths: since(isExpressions ? '3.7' : '3.3'),
    splitIds: since('3.8') ? 'position' : 'length',
    readsFields: !isExpressions || since('3.7'),
    readsExpression: isExpressions || since('3.7'),
    filtersProtocols: isExpressions,
    mapsProtocols: since('3.4'),
    openProtocols: since('3.4.1') ? open341 : since('3.4') ? open340 : none,
    mapsWebSocket: mapsWebSocket(version),
    fields: since('3.7') ? 'today' : since('3.4') ? 'stream-by-addresses' : 'methods-first',
    dropsFinalDot: since('3.1'),
    failsAsWhole: !since('3.0.1'),
    rawStrings: hasEngineOf36(version),
  };
}

function mapsWebSocket(version: Gateway['version']): boolean {
  const patches: readonly (readonly [line: string, patch: string])[] = [
    ['3.10', '3.10.0.16'],
    ['3.12', '3.12.0.9'],
    ['3.13', '3.13.0.8'],
    ['3.14', '3.14.0.8'],
  ];
  if (isAtLeast(version, '3.15')) return true;
  const line = version.slice(0, 2).join('.');
  return patches.some(([known, patch]) => known === line && isAtLeast(version, patch));
}
