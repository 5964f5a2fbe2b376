/** Which field a name is, by subsystem and version. */

import { type GatewayVersion, hasEngineOf36, isAtLeast, isSince } from '../gateway-version.js';
import {
  formerFields,
  type MatchingField,
  matchingFields,
  type Presence,
  type Subsystem,
} from '../language/index.js';

/** By name. A field that is many names is found by what all of them begin with: `http.headers.`. */
const byName = new Map(
  [...matchingFields, ...formerFields].map((field) => [field.name.replace('*', ''), field]),
);

const fieldCalled = (name: string): MatchingField | undefined =>
  byName.get(name) ?? byName.get(name.slice(0, name.lastIndexOf('.') + 1));

/**
 * The field that a name means, as Kong/atc-router `src/schema.rs` (`type_of`) finds it: by its whole
 * name, else with its last part as `*`. `http.headers.` is known, `http.headers.a.b` is not.
 *
 * @param version any, where it is left out
 * @returns `undefined` for a name that the subsystem does not have in that version
 */
export function findField(
  name: string,
  subsystem: Subsystem,
  version?: GatewayVersion,
): MatchingField | undefined {
  const field = fieldCalled(name);
  if (!field) return undefined;
  if (!version) return field.subsystems.includes(subsystem) && !field.until ? field : undefined;
  return isField(field, subsystem, version) ? field : undefined;
}

/**
 * Before 3.6 one schema served both subsystems. What is in it and does not belong to the route's own subsystem has no
 * value there, so that its predicate is false.
 */
function isField(
  { subsystems, since, sinceStream, until }: MatchingField,
  subsystem: Subsystem,
  version: GatewayVersion,
): boolean {
  // The most common fields need no look at the version.
  const belongs = subsystems.includes(subsystem);
  if (belongs && !since && !until) return true;
  const isApart = hasEngineOf36(version);
  if (until && isSince(until, version)) return false;
  if (isApart && !belongs) return false;
  const first = isApart && subsystem === 'http' ? since : (sinceStream ?? since);
  return first === undefined || isSince(first, version);
}

/** The first Gateway version in which a field has a value on routes of a subsystem. */
export const sinceOf = ({ since, sinceStream }: MatchingField, subsystem: Subsystem): string =>
  (subsystem === 'stream' ? (sinceStream ?? since) : since) ?? '3.0';

/**
 * Whether requests ever have a value of a field that Kong accepts. Before 3.6 it accepts fields of the other subsystem, and
 * fields that it does not fill in.
 */
export function hasValues(name: string, subsystem: Subsystem, version: GatewayVersion): boolean {
  if (name === 'http.raw_path') return false;
  if (hasEngineOf36(version) || name === 'net.port') return true;
  const field = findField(name, subsystem);
  return field !== undefined && isAtLeast(version, sinceOf(field, subsystem));
}

const segmentsPrefix = 'http.path.segments.';

/**
 * Kong's own check of `http.path.segments.<i>` and `.<i>_<j>`, i < j
 * (Kong/kong `kong/db/schema/entities/routes.lua`, HTTP_PATH_SEGMENTS_SUFFIX_REG).
 */
export function isMalformedSegments(name: string): boolean {
  if (!name.startsWith(segmentsPrefix)) return false;
  const suffix = name.slice(segmentsPrefix.length);
  if (suffix === 'len') return false;
  const parts = /^(0|[1-9]\d*)(?:_([1-9]\d*))?$/.exec(suffix);
  // Lua compares the two as doubles, and so does this.
  return !parts || (parts[2] !== undefined && Number(parts[1]) >= Number(parts[2]));
}

/** How often a request has a field; of an unknown one it is not known that it may be absent. */
export function presenceOf(name: string): Presence {
  return fieldCalled(name)?.presence ?? 'always';
}
