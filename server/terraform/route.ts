/**
 * A route that is written as a Terraform resource: what `SourcedRoute` of `documents` is, with Kong's names of fields.
 *
 * As there, spans are UTF-16 units, half open, and count from the start of the route. Of what is not known without
 * running Terraform, the place is in `unknown`.
 */

import type { Span } from '../../grammar/index.js';
import type { SourceText } from '../hcl/index.js';
import type { Data } from '../routes/index.js';
import type { RouteResource } from './resources.js';

export interface TerraformRoute extends RouteFacts {
  /** The file of the module that it is in. */
  readonly file: string;
  /** Absolute offset from which every span of it counts. */
  readonly start: number;
  /** `['resource', <type>, <name>]`; in JSON the same. */
  readonly path: readonly string[];
  readonly body: TerraformBody;
}

/** What is known of a route in addition to its values. */
export interface RouteFacts {
  readonly resource: RouteResource;
  /** The second label: with the type the address of the resource. */
  readonly name: string;
  /** From the type of the block to its last label. */
  readonly heading: Span;
  readonly unknown: readonly UnknownPart[];
  /** `count` or `for_each`: the resource creates several routes, or none. */
  readonly repeated: 'count' | 'for_each' | null;
  /** `count = 0`, or nothing in `for_each`: there is no such route. */
  readonly absent: boolean;
  readonly service: ReferredEntity | null;
  readonly controlPlane: ReferredEntity | null;
  /** `workspace`, or the provider's default for it; `null` if there is none, or it is not known. */
  readonly workspace: string | null;
}

/** An entity that a route belongs to: by the address of its resource, by its id, or by a value that is not known. */
export type ReferredEntity =
  | { readonly kind: 'resource'; readonly type: string; readonly name: string; readonly span: Span }
  | { readonly kind: 'id'; readonly id: string; readonly span: Span }
  | { readonly kind: 'unknown'; readonly span: Span };

export interface UnknownPart {
  /** As in the data of the route, such as `['paths', 0]`; of an item that may be several, the first index. */
  readonly path: readonly (string | number)[];
  readonly span: Span;
  /**
   * `partly`: a partly known text; the body contains it with a placeholder for each unknown part. `refused`: Terraform
   * rejects the value, which has a problem of its own.
   */
  readonly why: 'unknown' | 'partly' | 'refused';
}

export interface TerraformBody {
  /** From the type of the block to its closing brace. */
  readonly span: Span;
  readonly style: 'block';
  readonly aliased: false;
  readonly entries: readonly TerraformEntry[];
}

export interface TerraformEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: TerraformValue;
  readonly span: Span;
  readonly merged: false;
}

export type TerraformValue = TerraformScalar | TerraformArray | TerraformObject;

interface TerraformNode {
  readonly span: Span;
  /** Not written here but referred to, or made by a function of what is not text: all spans are those of the reference. */
  readonly aliased: boolean;
  readonly anchor: null;
}

export interface TerraformScalar extends TerraformNode {
  readonly kind: 'scalar';
  readonly style: 'hcl';
  readonly value: string | number | bigint | boolean;
  /** Of a string: where each of its characters is written, and which parts of it are not known. */
  readonly text: SourceText | null;
  /** It is the default of a variable, or made of one: Terraform may be run with another. */
  readonly assumed: boolean;
}

export interface TerraformArray extends TerraformNode {
  readonly kind: 'array';
  readonly items: readonly TerraformValue[];
}

export interface TerraformObject extends TerraformNode {
  readonly kind: 'object';
  readonly entries: readonly TerraformEntry[];
}

/** A route as plain data, as `dataOfRoute` of `documents` gives it. */
export const terraformData = ({ entries }: TerraformBody): { readonly [key: string]: Data } =>
  Object.fromEntries(entries.map(({ key, value }) => [key, dataOf(value)]));

/** With the protocols that the provider sends where none are written. Its other defaults are Kong's own. */
export function effectiveTerraformData({
  body,
  resource,
  unknown,
}: Pick<TerraformRoute, 'body' | 'resource' | 'unknown'>): {
  readonly [key: string]: Data;
} {
  const written = terraformData(body);
  const { protocols } = resource.defaults;
  const isOpen = unknown.some(({ path }) => path[0] === 'protocols');
  return protocols === undefined || isOpen ? written : { protocols, ...written };
}

function dataOf(value: TerraformValue): Data {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'array':
      return value.items.map(dataOf);
    case 'object':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, dataOf(entry.value)]));
  }
}
