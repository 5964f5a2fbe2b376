/** What Kong makes of all that it is started with: image, environment and kong.conf. */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { UnknownValue } from '../../problems/index.js';
import type { Place } from '../../text/index.js';
import type { DeclaredGateway, Setting } from '../model/index.js';
import {
  knownText,
  shellVariable,
  slice,
  type TracedText,
  terraformVariable,
  textWithBlanks,
  trim,
  unsetVariable,
} from '../sources/index.js';
import { defaultFlavor, parseCalculation, parseFlavor, versionOfImage } from './setting-value.js';

/** A value that is given to Kong under a name. */
export interface Given {
  readonly keyPlace: Place;
  /** All of the value as it is written: what to replace where no part of it alone can be. */
  readonly place: Place;
  readonly value: TracedText | Unknown;
}

export interface Unknown {
  readonly unknown: UnknownValue;
}

export interface Launch {
  readonly image: { readonly text: TracedText; readonly place: Place } | null;
  /** By name, such as `KONG_ROUTER_FLAVOR`. */
  readonly environment: ReadonlyMap<string, Given>;
  /** By name, such as `router_flavor`. */
  readonly conf: ReadonlyMap<string, Given>;
  /** What may have more settings and is not at hand, such as an environment file; `null` if all is. */
  readonly unseen: UnknownValue | null;
}

export type LaunchSettings = Pick<
  DeclaredGateway,
  'flavor' | 'version' | 'calculation' | 'role' | 'database' | 'declarativeConfig'
>;

export function settingsOf(launch: Launch): LaunchSettings {
  const version = versionOf(launch);
  return {
    flavor: setting(launch, 'router_flavor', parseFlavor, defaultFlavor(version.value)),
    version,
    calculation: setting(launch, 'route_match_calculation', parseCalculation, 'original'),
    role: roles.find((role) => role === textGiven(launch, 'role')) ?? 'traditional',
    database: databases.find((database) => database === textGiven(launch, 'database')) ?? null,
    declarativeConfig: textGiven(launch, 'declarative_config')
      ? (given(launch, 'declarative_config')?.place ?? null)
      : null,
  };
}

const roles = ['traditional', 'control_plane', 'data_plane'] as const;
const databases = ['off', 'postgres', 'cassandra'] as const;

/**
 * The value that Kong uses for a setting: the environment has precedence over kong.conf, even where it is empty (`overrides` in
 * Kong/kong `kong/conf_loader/parse.lua`).
 */
export function given({ environment, conf }: Launch, name: string): Given | undefined {
  const variable = `KONG_${name.toUpperCase()}`;
  const own = environment.get(variable);
  const file = environment.get(`${variable}_FILE`);
  // The entrypoint of Kong's images reads such files (Kong/docker-kong `docker-entrypoint.sh`, `file_env`).
  if (file && !isEmpty(file) && (!own || isEmpty(own)))
    return { ...file, value: { unknown: { source: 'file-of-variable', variable } } };
  return own ?? conf.get(name);
}

const isEmpty = ({ value }: Given): boolean => !('unknown' in value) && knownText(value) === '';

/** What Kong gets for a setting; `null` if nothing is given, or it is not known. */
export function textGiven(launch: Launch, name: string): string | null {
  const found = given(launch, name);
  return found && !('unknown' in found.value) ? knownText(trim(found.value)) : null;
}

function setting<Value>(
  launch: Launch,
  name: string,
  parse: (text: string | null) => Value | null,
  byDefault: Value,
): Setting<Value> {
  const found = given(launch, name);
  if (found) return settingOf(found, parse);
  if (launch.unseen !== null) return notKnown(null, launch.unseen);
  return { value: byDefault, text: null, place: null, origin: { kind: 'kong-default' } };
}

export function settingOf<Value>(
  { value, place }: Given,
  parse: (text: string | null) => Value | null,
): Setting<Value> {
  if ('unknown' in value) return notKnown(place, value.unknown);
  const traced = trim(value);
  const unset = unsetVariable(traced);
  if (unset !== null) return notKnown(place, unknownVariable(unset));
  const text = textWithBlanks(traced);
  // `is_reference` in Kong/kong `kong/pdk/vault.lua`.
  if (text.startsWith('{vault://') && text.endsWith('}'))
    return notKnown(place, { source: 'vault', reference: text });
  const variable = traced.find((piece) => piece.variable !== null)?.variable ?? null;
  return {
    value: parse(text),
    text,
    place: placeOf(traced, place),
    origin: variable === null ? { kind: 'written' } : { kind: 'variable', name: variable },
  };
}

const unknownVariable = (name: string): UnknownValue => {
  if (name === terraformVariable) return { source: 'terraform' };
  return name === shellVariable ? { source: 'shell-variable', name: null } : { source: 'variable', name };
};

const notKnown = (place: Place | null, why: UnknownValue): Setting<never> => ({
  value: null,
  text: null,
  place,
  origin: { kind: 'unknown', why },
});

/** Where to write another text for this one: its own place if it has one, and else that of all that is written. */
function placeOf(traced: TracedText, whole: Place): Place {
  const filled = traced.filter(({ text }) => text !== '');
  const [first, ...others] = filled.length > 0 ? filled : traced.slice(0, 1);
  return first?.verbatim && others.length === 0 ? first.place : whole;
}

function versionOf({ image }: Launch): Setting<GatewayVersion> {
  const nothing = { value: null, text: null, place: null, origin: { kind: 'kong-default' } } as const;
  if (!image) return nothing;
  const traced = trim(image.text);
  const text = textWithBlanks(traced);
  const found = versionOfImage(text);
  const unset = unsetVariable(found ? slice(traced, found.start) : traced);
  if (unset !== null) return notKnown(image.place, unknownVariable(unset));
  if (!found) return nothing;
  return {
    value: found.version,
    text: text.slice(found.start, found.end),
    place: placeOf(slice(traced, found.start, found.end), image.place),
    origin: { kind: 'image', image: text },
  };
}
