/** Routes and services of Kong while a controller makes them; every value with the place that it comes from. */

import type { Expression } from '../expressions/matcher.js';
import type { PriorityTraits } from '../expressions/priorities.js';
import type { KubernetesObject } from '../objects/object.js';
import type { Sourced } from '../objects/origin.js';

export interface RouteDraft {
  name: string;
  readonly object: KubernetesObject;
  /** The part of the object that it was made from. */
  readonly source: RouteSource;
  readonly isExpression: boolean;
  protocols?: readonly Sourced<string>[];
  methods?: readonly Sourced<string>[];
  hosts?: readonly Sourced<string>[];
  paths?: readonly Sourced<string>[];
  headers?: ReadonlyMap<string, readonly Sourced<string>[]>;
  snis?: readonly Sourced<string>[];
  destinations?: readonly Sourced<number>[];
  regex_priority?: Sourced<number>;
  strip_path?: Sourced<boolean>;
  preserve_host?: Sourced<boolean>;
  request_buffering?: Sourced<boolean>;
  response_buffering?: Sourced<boolean>;
  https_redirect_status_code?: Sourced<number>;
  path_handling?: Sourced<string>;
  expression?: Expression;
  priority?: bigint;
  priorityTraits?: PriorityTraits;
  readonly tags: readonly string[];
  readonly plugins: PluginDraft[];
  /** Plugins of `ExtensionRef` filters, which count as named by the annotation. */
  readonly pluginNames: Sourced<string>[];
}

export interface RouteSource {
  /** Indices of the rules that the route serves, and of the matches of each; absent if the kind has none. */
  readonly rules?: readonly number[];
  readonly matches?: readonly (readonly [rule: number, match: number])[];
  readonly hostname?: string;
  readonly defaultBackend?: true;
}

export interface PluginDraft {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A Kubernetes Service, or a facade of one, that is a backend of a Kong service. */
export interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly isFacade: boolean;
  readonly port: PortReference;
  readonly weight: number | null;
  readonly origin: Sourced<string>;
}

export type PortReference =
  | { readonly mode: 'number'; readonly number: number }
  | { readonly mode: 'name'; readonly name: string }
  | { readonly mode: 'only' };

/** As names contain it: the port as in the object. */
export function portText(port: PortReference): string {
  if (port.mode === 'number') return String(port.number);
  return port.mode === 'name' ? port.name : 'implicitPort';
}

export interface ServiceDraft {
  readonly name: string;
  host: string;
  port: number | null;
  protocol: string;
  path: string | null;
  connect_timeout: number | null;
  read_timeout: number | null;
  write_timeout: number | null;
  retries: number | null;
  tls_verify?: boolean;
  tls_verify_depth?: number;
  readonly backends: readonly Backend[];
  readonly routes: RouteDraft[];
  readonly plugins: PluginDraft[];
  tags: readonly string[];
  /** The object that failures of the service are reported on. */
  readonly parent: KubernetesObject;
  /** Under which API version the controller knows the parent; `null` if it forgets which object it was. */
  readonly parentVersion: string | null;
}

const timeout = 60000;

export interface NewService {
  readonly name: string;
  readonly host?: string;
  readonly protocol: string;
  readonly backends: readonly Backend[];
  readonly parent: KubernetesObject;
  readonly parentVersion?: string | null;
}

/** A service with the controllers' own defaults. */
export const newService = ({
  name,
  host = name,
  protocol,
  backends,
  parent,
  parentVersion = 'v1',
}: NewService): ServiceDraft => ({
  name,
  host,
  port: null,
  protocol,
  path: null,
  connect_timeout: timeout,
  read_timeout: timeout,
  write_timeout: timeout,
  retries: 5,
  backends,
  routes: [],
  plugins: [],
  tags: [],
  parent,
  parentVersion,
});

/** A wildcard is not allowed in names. */
export const nameOfHost = (host: string): string => host.replaceAll('*', '_');

export const noBackendPlugin: PluginDraft = {
  name: 'request-termination',
  config: { status_code: 500, message: 'no existing backendRef provided' },
};
