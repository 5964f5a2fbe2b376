/** Matchers of Traefik, ``Host(`a`) && PathPrefix(`/a`)``, as comparisons. Source: Traefik's documentation, "Rules & Priority". */

import type { ComparisonOperator } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { hasFeature } from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import { ifBetter, write } from './edits.js';
import type { Mistake } from './mistake.js';

const matchers: Readonly<Record<string, readonly [field: string, operator: ComparisonOperator]>> = {
  host: ['http.host', '=='],
  hostregexp: ['http.host', '~'],
  hostsni: ['tls.sni', '=='],
  path: ['http.path', '=='],
  pathprefix: ['http.path', '^='],
  pathregexp: ['http.path', '~'],
  method: ['http.method', '=='],
  clientip: ['net.src.ip', 'in'],
};

/** Of which the first argument is a name. */
const named: Readonly<Record<string, readonly [prefix: string, operator: ComparisonOperator]>> = {
  header: ['http.headers.', '=='],
  headers: ['http.headers.', '=='],
  headerregexp: ['http.headers.', '~'],
  headersregexp: ['http.headers.', '~'],
  query: ['http.queries.', '=='],
  queryregexp: ['http.queries.', '~'],
};

const call = /^([A-Za-z]+)\(\s*((?:`[^`]*`|"[^"\\]*"|'[^']*')(?:\s*,\s*(?:`[^`]*`|"[^"\\]*"|'[^']*'))*)\s*\)/;

/** @param start where the call starts */
export function matcherCall(mistake: Mistake, start: number): ExpressionFix | null {
  const found = call.exec(mistake.text.slice(start));
  if (!found) return null;
  const [whole, name, list] = found;
  const values = [...list!.matchAll(/[`"'](.*?)[`"']/gs)].map((one) => one[1]!);
  const comparisons = comparisonsOf(name!.toLowerCase(), values, mistake);
  if (comparisons === null) return null;
  const text = comparisons.length === 1 ? comparisons[0]! : `(${comparisons.join(' || ')})`;
  return ifBetter(write({ start, end: start + whole.length }, text), mistake.text);
}

/** The call whose first argument is the mistake. */
export function matcherAround(mistake: Mistake): ExpressionFix | null {
  const before = /[A-Za-z]+\(\s*$/.exec(mistake.text.slice(0, mistake.span.start));
  return before && matcherCall(mistake, before.index);
}

function comparisonsOf(name: string, values: readonly string[], mistake: Mistake): string[] | null {
  const simple = matchers[name];
  if (simple) {
    const [field, operator] = simple;
    return values.map((value) => compare(field, operator, value, mistake));
  }
  const [prefix, operator] = named[name] ?? [];
  const [key, ...rest] = values;
  if (!prefix || !operator || key === undefined || rest.length === 0) return null;
  const isHeader = prefix === 'http.headers.';
  const last = isHeader ? key.replaceAll('-', '_').toLowerCase() : key;
  if (!/^\w+$/.test(last)) return null;
  return rest.map((value) => compare(prefix + last, operator, value, mistake));
}

function compare(
  field: string,
  operator: ComparisonOperator,
  value: string,
  { language: { gatewayVersion } }: Mistake,
): string {
  if (operator === 'in') return `${field} ${value.includes('/') ? 'in' : '=='} ${value}`;
  const isRaw = value.includes('\\') && !value.includes('"#') && hasFeature('raw-string', gatewayVersion);
  return `${field} ${operator} ${isRaw ? `r#"${value}"#` : quote(value)}`;
}
