/** The environment that a process is started with, and what Kong makes of it. */

import type { GatewayVersion } from '../../grammar/index.js';
import type { RouteMatchCalculation, RouterFlavor } from '../routes/gateway.js';
import type { DeclaredGateway, Origin, Place, Setting } from './declared.js';
import { defaultFlavor, parseCalculation, parseFlavor, versionOfImage } from './value.js';
import type { YamlScalar } from './yaml-tree.js';

/** A variable that is set. */
export interface Variable {
  /** What the process gets; `null` where only the process will know. */
  readonly text: string | null;
  /** Where that is written, without quotes. */
  readonly place: Place;
  readonly origin: Origin;
  /** What it is called where it is written. */
  readonly key: string;
  readonly keyPlace: Place;
}

export type Environment = ReadonlyMap<string, Variable>;

/**
 * A setting as a variable has it.
 *
 * @param unset what applies where the variable is not set
 */
export function settingOf<Value>(
  variable: Variable | undefined,
  parse: (text: string | null) => Value | null,
  unset: Setting<Value>,
): Setting<Value> {
  if (variable === undefined) return unset;
  const { text, place, origin } = variable;
  return { value: parse(text), text, place, origin };
}

/** What Kong does where nothing sets its router flavor. */
export const flavorUnset = (
  version: GatewayVersion | null,
  origin: Origin = { kind: 'kong-default' },
): Setting<RouterFlavor> => ({ value: defaultFlavor(version), text: null, place: null, origin });

export const flavorOf = (environment: Environment, unset: Setting<RouterFlavor>): Setting<RouterFlavor> =>
  settingOf(environment.get('KONG_ROUTER_FLAVOR'), parseFlavor, unset);

export const calculationOf = (environment: Environment): Setting<RouteMatchCalculation> =>
  settingOf(environment.get('KONG_ROUTE_MATCH_CALCULATION'), parseCalculation, {
    value: 'original',
    text: null,
    place: null,
    origin: { kind: 'kong-default' },
  });

const roles = ['traditional', 'control_plane', 'data_plane'] as const;

export const roleOf = (environment: Environment): DeclaredGateway['role'] =>
  roles.find((role) => role === environment.get('KONG_ROLE')?.text) ?? 'traditional';

const databases = ['off', 'postgres', 'cassandra'] as const;

export const databaseOf = (environment: Environment): DeclaredGateway['database'] =>
  databases.find((database) => database === environment.get('KONG_DATABASE')?.text) ?? null;

/** Nothing tells which version it is. */
export const versionUnknown: Setting<GatewayVersion> = {
  value: null,
  text: null,
  place: null,
  origin: { kind: 'kong-default' },
};

/**
 * The version that an image has in its tag.
 *
 * @param image `repository:tag` where it is written
 */
export function versionOf(image: YamlScalar): Setting<GatewayVersion> {
  const { text, uri, span, verbatim } = image;
  const found = text === null ? null : versionOfImage(text);
  if (text === null || found === null) return versionUnknown;
  const written = verbatim ? { start: span.start + found.start, end: span.start + found.end } : span;
  return {
    value: found.version,
    text: text.slice(found.start, found.end),
    place: { uri, span: written },
    origin: { kind: 'image', image: text },
  };
}

/** The version of a tag that is written by itself, such as `image.tag` of a chart and `newTag` of kustomize. */
export function versionOfTag(tag: YamlScalar, repository: string): Setting<GatewayVersion> {
  const image = `${repository}:${tag.text ?? ''}`;
  const found = tag.text === null ? null : versionOfImage(image);
  if (tag.text === null || found === null) return versionUnknown;
  const ahead = image.length - tag.text.length;
  const { start, end } = { start: found.start - ahead, end: found.end - ahead };
  return {
    value: found.version,
    text: tag.text.slice(start, end),
    place: {
      uri: tag.uri,
      span: tag.verbatim ? { start: tag.span.start + start, end: tag.span.start + end } : tag.span,
    },
    origin: { kind: 'image', image },
  };
}
