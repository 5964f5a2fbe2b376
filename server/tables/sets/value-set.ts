/** A set of values of one field. It contains only values that the field can have. */

export interface ValueSet<Self, Value> {
  /** The values that are in both. */
  and(other: Self): Self;
  or(other: Self): Self;
  /** The values that are not for certain in the other. */
  minus(other: Self): Self;
  /** `false` also where that could not be decided. */
  isEmpty(): boolean;
  /** A value that is in it for certain, one that people like to read; `null` if none was found. */
  example(): Value | null;
}
