/** Kong services of Gateway API rules that share none. Source: `translator/translate_utils.go`. */

import { type Backend, newService, noBackendPlugin, type ServiceDraft } from '../kong/draft.js';
import type { KubernetesObject } from '../objects/object.js';
import type { TranslationContext } from './context.js';

export interface BackendService {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly protocol: string;
  readonly version?: string | null;
  readonly backends: readonly Backend[];
  /** How many references to backends there are, valid or not. */
  readonly references: number;
}

/** `generateKongServiceFromBackendRefWithName`. */
export function backendService(
  { name, object, protocol, version = 'v1', backends, references }: BackendService,
  { rules }: TranslationContext,
): ServiceDraft {
  const isInvalid = backends.length === 0 && references > 0;
  const host = isInvalid && rules.separatesInvalidServices ? `${name}.invalid` : name;
  const service = newService({ name, host, protocol, backends, parent: object, parentVersion: version });
  // The operator adds the plugin to services of L4 routes as well.
  const terminates = rules.terminatesWithoutBackends
    ? backends.length === 0
    : isInvalid && /http|grpc/.test(protocol);
  if (terminates) service.plugins.push(noBackendPlugin);
  return service;
}
