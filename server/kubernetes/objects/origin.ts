/** Where a value that the controller sends to Kong comes from: the object, and the place in its file. */

/** Half-open UTF-16 offsets into the text of the file. */
export type Range = readonly [start: number, end: number];

/** From the root of the object: `['spec', 'rules', 0, 'host']`. */
export type ObjectPath = readonly (string | number)[];

export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  /** `''` for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

export interface Origin {
  readonly file: string;
  /** The range of the value; for a default, that of the nearest written value around it. */
  readonly range: Range;
  readonly path: ObjectPath;
  readonly object: ObjectIdentity;
  /** The value is not written: the API server or the controller added it. */
  readonly isDefault: boolean;
}

/** A value with the place that it comes from. */
export interface Sourced<Value> {
  readonly value: Value;
  readonly origin: Origin;
}

export const sourced = <Value>(value: Value, origin: Origin): Sourced<Value> => ({ value, origin });

/** The same place, for a default. */
export const defaultAt = (origin: Origin): Origin =>
  origin.isDefault ? origin : { ...origin, isDefault: true };
