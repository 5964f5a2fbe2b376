/**
 * Gateways as files declare them: what runs Kong, with which router flavor and version, and where each of that is
 * written. Places are absolute UTF-16 offsets in a file.
 */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { GatewayKind, SetReason, UnknownValue } from '../../problems/index.js';
import type { RouteMatchCalculation, RouterFlavor } from '../../routes/index.js';
import type { Place } from '../../text/index.js';

/** A setting of a Gateway: what it is, and how that is known. */
export interface Setting<Value> {
  /** `null` if it is not known: the written text is no such value, or only the running process will know it. */
  readonly value: Value | null;
  /** What Kong gets, as text: with variables filled in, without quotes. `null` if nothing is written, or not known. */
  readonly text: string | null;
  /**
   * Where the value is written, without its quotes: what to show, and what to replace to change it. An empty span is
   * where a value can be written. `null` if nothing is written.
   */
  readonly place: Place | null;
  readonly origin: Origin;
}

export type Origin =
  /** As `place` has it. */
  | { readonly kind: 'written' }
  /** In the tag of the container's image at `place`. */
  | { readonly kind: 'image'; readonly image: string }
  /** `place` is where a variable gets its value: in an environment file, or the default in `${NAME:-default}`. */
  | { readonly kind: 'variable'; readonly name: string }
  /** The values of a Helm chart have it (Kong/charts `charts/kong/values.yaml`). */
  | { readonly kind: 'chart-default'; readonly chart: string }
  /** What the Kong Operator does where nothing is set. */
  | { readonly kind: 'operator-default' }
  /** Kong's own default; for a version: no file shows it. */
  | { readonly kind: 'kong-default' }
  /** Only the running process knows the value. */
  | { readonly kind: 'unknown'; readonly why: UnknownValue };

/** Something that runs Kong: one process, or several that are configured alike. */
export interface DeclaredGateway {
  /** Unique in a workspace and the same after every edit that keeps kind, file, namespace and name. */
  readonly id: string;
  readonly kind: GatewayKind;
  /** As its file calls it: the name of the service, of the Deployment, of the release. */
  readonly name: string;
  readonly namespace: string | null;
  /** Where its name is written, or else its first line. */
  readonly place: Place;
  readonly flavor: Setting<RouterFlavor>;
  readonly version: Setting<GatewayVersion>;
  readonly calculation: Setting<RouteMatchCalculation>;
  /** `KONG_ROLE`; `traditional` (one node that is both planes) by default. */
  readonly role: 'traditional' | 'control_plane' | 'data_plane';
  /** `KONG_DATABASE`; `null` if it is not set. Kong's own default is `postgres`. */
  readonly database: 'off' | 'postgres' | 'cassandra' | null;
  /** Where `declarative_config` is given, and what it names; `null` if it is not given. */
  readonly declarativeConfig: Place | null;
  /**
   * URIs of the files that it reads its configuration from, according to mounts, `COPY` and `declarative_config`, or of
   * their folder, with a slash at the end. Their encoding differs: compare `uriKey`.
   */
  readonly reads: readonly string[];
  /** The number of replicas; `null` if it is not set. */
  readonly replicas: number | null;
  /** How a change reaches several replicas: one after the other, or all stopped first. */
  readonly rollout: 'rolling' | 'recreate';
  /** Configured by an ingress controller or the operator rather than by files or the Admin API. */
  readonly controlled: 'ingress-controller' | 'operator' | null;
  /** Where a flavor can be written if none is: an edit whose text holds `%s` for the flavor. `null` if one is written, and is not empty. */
  readonly insertion: { readonly place: Place; readonly text: string } | null;
}

/** Gateways that have to agree. */
export interface GatewaySet {
  readonly kind: /** A control plane and its data planes. */
    | 'hybrid'
    /** Gateways that one ingress controller configures. */
    | 'controller'
    /** Gateways that share a Service or a database: a request may reach any of them. */
    | 'replicas'
    /** One workload as two kustomize overlays, or two compose files, have it. */
    | 'overlays';
  readonly why: SetReason;
  /** Ids of at least two gateways. */
  readonly members: readonly string[];
}

/** A router flavor that is written somewhere, whether anything reads it or not. */
export interface WrittenFlavor {
  /** As it is written: `router_flavor`, `KONG_ROUTER_FLAVOR`, or the dotted path of a chart's value. */
  readonly key: string;
  readonly keyPlace: Place;
  /** The value without its quotes; an empty span where there is none. */
  readonly place: Place;
  /** `null` if the value is not text of this file (a variable, a secret). */
  readonly text: string | null;
  /** Why nothing reads it; `null` if something does. */
  readonly unread: {
    /** Such as `kong/kong`; `null` for a variable or a line of kong.conf whose name is misspelt. */
    readonly chart: string | null;
    /** The key that the chart or Kong reads, such as `env.router_flavor`. */
    readonly key: string;
  } | null;
}

/** What was found in files. */
export interface Found {
  readonly gateways: readonly DeclaredGateway[];
  readonly sets: readonly GatewaySet[];
  readonly written: readonly WrittenFlavor[];
}
