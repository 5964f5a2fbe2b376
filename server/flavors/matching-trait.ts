/** A trait of a route that Gateways treat differently. */

import type { Behaviour, MatchingSubject, RoutePath } from '../problems/index.js';
import type { Gateway } from '../routes/index.js';
import { engineOf } from './engine-of.js';

/** What differs. Each rule applies to routes with one trait. */
export type MatchingRule =
  | 'accepted-now'
  | 'default-protocols'
  | 'expression-first-value'
  | 'expression-header-case'
  | 'expression-net-port'
  | 'expression-precedence'
  | 'header-case'
  | 'header-regex'
  | 'header-regex-case'
  | 'header-regex-several'
  | 'header-underscore'
  | 'host-empty-label'
  | 'host-ipv6'
  | 'host-port'
  | 'https-redirect'
  | 'ip-spelling'
  | 'path-handling'
  | 'path-normal-form'
  | 'path-regex-by-characters'
  | 'protocol-filter'
  | 'regex-alternation'
  | 'regex-class'
  | 'regex-escape'
  | 'regex-flag'
  | 'regex-group-name'
  | 'regex-line-end'
  | 'regex-possessive'
  | 'regex-unicode'
  | 'sni-http'
  | 'sni-methods'
  | 'sni-stream'
  | 'strip-path';

export interface Trait {
  readonly rule: MatchingRule;
  readonly field: RoutePath;
  readonly what: MatchingSubject;
  /** What a Gateway does with it. */
  under(gateway: Gateway): Behaviour;
  readonly rare?: boolean;
}

export const isTraditional = (gateway: Gateway, subsystem: 'http' | 'stream' = 'http') =>
  engineOf(gateway, subsystem) === 'traditional';

/** A trait that depends only on the engine. */
export const byEngine =
  (traditional: Behaviour, atc: Behaviour, subsystem: 'http' | 'stream' = 'http') =>
  (gateway: Gateway) =>
    isTraditional(gateway, subsystem) ? traditional : atc;
