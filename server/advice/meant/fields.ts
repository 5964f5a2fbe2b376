/** What a field that a route does not have was probably meant to be. */

import { distance } from 'fastest-levenshtein';
import { routeFieldNames } from '../../routes/index.js';

/** Names that other versions, other tools and other entities of Kong have. */
const known: Readonly<Record<string, string>> = {
  path: 'paths',
  uri: 'paths',
  uris: 'paths',
  prefix: 'paths',
  host: 'hosts',
  hostname: 'hosts',
  hostnames: 'hosts',
  domains: 'hosts',
  method: 'methods',
  header: 'headers',
  sni: 'snis',
  source: 'sources',
  destination: 'destinations',
  protocol: 'protocols',
  strip_uri: 'strip_path',
  strip_prefix: 'strip_path',
  rule: 'expression',
  expr: 'expression',
  match: 'expression',
  expressions: 'expression',
  tag: 'tags',
  service_name: 'service',
  service_id: 'service',
  https_redirect_code: 'https_redirect_status_code',
};

/** @returns a field of a route, or `null` if none is near */
export function meantField(written: string): string | null {
  const snake = written
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_');
  if (known[snake]) return known[snake];
  const near = routeFieldNames
    .map((name) => [distance(name, snake), name] as const)
    .filter(([far, name]) => far <= (name.length > 6 ? 2 : 1))
    .sort(([a], [b]) => a - b);
  return near[0]?.[1] ?? null;
}
