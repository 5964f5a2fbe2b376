/** The recorded ground truth; `test/vectors/README.md` says what each part means. */

import { readFileSync } from 'node:fs';
import type { Subsystem } from '../../grammar/index.js';
import type { RouterFlavor } from '../../server/routes/gateway.js';
import type { Request } from './requests.js';

export const repositoryRoot = new URL('../../../', import.meta.url);

function load<Vector>(name: string): Vector[] {
  return JSON.parse(readFileSync(new URL(`test/vectors/${name}`, repositoryRoot), 'utf8')).vectors;
}

export interface ExpressionVector {
  readonly id: string;
  readonly kind: 'expression';
  readonly schema: 'http' | 'stream';
  readonly expression: string;
  readonly status: 'ok' | 'parseError' | 'validationError' | 'panic';
  readonly errorKind?: 'syntax' | 'custom';
  readonly message?: string;
  readonly location?: { pos?: number; span?: [number, number] };
  readonly ast?: unknown;
  readonly kong: { valid?: boolean; crash?: boolean; errors?: Record<string, string | string[]> };
}

export interface TransformVector {
  readonly id: string;
  readonly kind: 'route';
  readonly route: Record<string, unknown>;
  readonly schemaValid: Record<string, boolean>;
  readonly headerOrder?: 'any';
  readonly expected: {
    readonly split: boolean;
    readonly matchers: readonly ({ readonly id: string; readonly paths?: readonly string[] } & Record<
      'traditional_compatible' | 'expressions',
      {
        readonly expression?: string;
        readonly priority?: string;
        readonly documentedPriority?: string | null;
        readonly unstable?: boolean;
        readonly priorityJit?: string;
        readonly error?: string;
      }
    >)[];
    readonly unsplitError?: string;
  };
}

export interface NormalizeVector {
  readonly id: string;
  readonly kind: 'normalize';
  /** As it is requested. */
  readonly uri: string;
  /** The path that the router sees. */
  readonly expected: string;
}

export interface RouteVector {
  readonly id: string;
  readonly kind: 'route';
  readonly tag: string;
  readonly route: Record<string, unknown>;
  readonly expected: Readonly<Record<'traditional' | 'traditional_compatible' | 'expressions', RouteVerdict>>;
  readonly approximateMessage?: boolean;
}

export type RouteVerdict = { readonly valid: true } | { readonly valid: false; readonly errors: RouteErrors };

/** `@entity` is of the route as a whole; in a list, what is reported about each element. */
export type RouteErrors = Readonly<Record<string, unknown>>;

export interface MatchVector {
  readonly id: string;
  readonly subsystem: Subsystem;
  readonly routes: readonly Readonly<Record<string, unknown>>[];
  readonly requests: readonly Request[];
  readonly expected: Readonly<Record<RouterFlavor, MatchExpectation>>;
}

/** A name, none, or one of several where Kong itself does not always choose the same. */
export type Selected =
  | string
  | null
  | { readonly anyOf: readonly (string | null)[]; readonly reason?: string };

export interface MatchExpectation {
  readonly config: 'accepted' | 'rejected';
  readonly build: string;
  readonly selected: readonly Selected[] | null;
  readonly schemaErrors?: Readonly<Record<string, RouteErrors>>;
  readonly skipped?: readonly { readonly route: string; readonly id: string }[];
  /** By the documented layout of priorities, where it selects otherwise and says what. */
  readonly selectedDocumented?: readonly (string | null)[] | null;
  /** By the index of a request: what `exec` selects where `select` does otherwise. */
  readonly execSelected?: Readonly<Record<string, string | null>>;
}

export const expressionVectors = () =>
  load<ExpressionVector>('validate.json').filter((vector) => vector.kind === 'expression');

export const transformVectors = () =>
  load<TransformVector>('transform.json').filter((vector) => vector.kind === 'route');

export const matchVectors = () => load<MatchVector>('match.json');

export const normalizeVectors = () =>
  load<TransformVector | NormalizeVector>('transform.json').filter((vector) => vector.kind === 'normalize');

export const routeVectors = () =>
  load<RouteVector | ExpressionVector>('validate.json').filter((vector) => vector.kind === 'route');
