/** Hosts and paths, as the API server checks them. */

import type { Value } from '../objects/value.js';
import { type ManifestProblem, type PathRule, problem } from '../problems/codes.js';

/** The rule that a path of type Exact or Prefix breaks; the same for those of HTTPRoutes. */
export function brokenPathRule(path: string): PathRule | null {
  if (!path.startsWith('/')) return 'absolute';
  if (path.includes('//')) return 'double-slash';
  if (/\/\.\.?(?:\/|$)/.test(path)) return 'dot-segment';
  return /%2f/i.test(path) ? 'encoded-slash' : null;
}

/** A DNS name in lower case, at most with a wildcard as its first label. */
export function hostProblems(host: Value): ManifestProblem[] {
  const text = host.text;
  if (text === undefined || text === '') return [];
  const name = text.startsWith('*.') ? text.slice(2) : text;
  const isName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
  return isName ? [] : [problem('api-host', { field: 'host', host: text }, host.origin)];
}
