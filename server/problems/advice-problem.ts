/** Advice on the traditional fields of a route: what Kong accepts and ignores, or reads otherwise than it is meant. */

import type { HeaderNotation, PathNotation } from '../../grammar/index.js';

/** Why a field, or a value of it, does nothing. */
export type WithoutEffect =
  | { readonly field: 'regex_priority'; readonly why: 'no-regex-path' }
  | { readonly field: 'path_handling'; readonly why: 'router'; readonly flavor: string }
  | { readonly field: 'https_redirect_status_code'; readonly why: 'protocols' | 'expression' }
  | { readonly field: 'headers'; readonly why: 'several-values' };

/** What a path is written like, also one that is a regex. */
export type WrittenPath = PathNotation | 'query-in-regex' | 'starred-slash';

/** Why no path of a request can match. */
export type PathNever = 'query' | 'fragment' | 'encoded' | 'slashes' | 'regex';

/** What a host is written like. */
export type HostNotation = 'any' | 'final-dot' | 'ipv6';

/** Every code of advice on fields, with the arguments of its message. A `meant` is what was most likely meant. */
export interface AdviceProblemArguments {
  'field-without-effect': WithoutEffect;
  /** `counts` is how the number counts instead. */
  'regex-priority-overflow': { readonly value: string; readonly counts: 'first' | number };
  'path-notation': {
    readonly notation: WrittenPath;
    readonly piece: string;
    readonly isRegex: boolean;
    readonly meant: string | null;
  };
  'path-never': { readonly why: PathNever };
  'path-alternatives': { readonly meant: string | null };
  'path-group-name': Record<never, never>;
  'header-notation': { readonly notation: HeaderNotation; readonly meant: readonly string[] };
  /** `pattern`: the router puts the regex in lower case; `value`: what it is compared with. */
  'header-regex-case': { readonly lowered: 'pattern' | 'value'; readonly piece: string };
  'regex-dot': { readonly piece: string; readonly meant: string };
  'host-case': { readonly meant: string };
  'host-notation': { readonly notation: HostNotation; readonly meant: string | null };
  'host-default-port': { readonly port: number; readonly listens: boolean };
  'method-unusual': { readonly method: string; readonly meant: 'all' | string | null };
  'snis-without-tls': Record<never, never>;
  'expression-protocols': { readonly protocols: readonly string[] };
  'hosts-empty': Record<never, never>;
  'address-spelling': { readonly meant: string };
  'address-host-bits': { readonly network: string };
  'value-repeated': { readonly value: string };
}

export type AdviceCode = keyof AdviceProblemArguments;

/** Advice without a place. */
export type AnyAdvice = {
  [Code in AdviceCode]: { readonly code: Code; readonly args: AdviceProblemArguments[Code] };
}[AdviceCode];

/** What changes a route, for the title of a fix. */
export type FieldFixTitle =
  /** One value instead of another; the texts are as they are in the data. */
  | { readonly code: 'write-value'; readonly field: string; readonly values: readonly string[] }
  | { readonly code: 'remove-value'; readonly value: string }
  | { readonly code: 'rename-field'; readonly field: string; readonly to: string }
  | { readonly code: 'remove-field'; readonly field: string };
