/** Plain data: what a document can say. */

/** What YAML, JSON and HCL can say. Integers that a double cannot hold are bigints. */
export type Data =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Data[]
  | { readonly [key: string]: Data };
