/** The types of fields, and the kinds of constants. Source: Kong/atc-router `src/ast.rs` (`Type`, `Value`). */

/** Each type, with the kind of constant that `==` compares it with. */
export const fieldTypes = {
  String: { constant: 'string' },
  Int: { constant: 'int' },
  IpAddr: { constant: 'ip' },
} as const satisfies Record<string, { readonly constant: ConstantKind }>;

export type FieldType = keyof typeof fieldTypes;

/** A text, a 64-bit integer, an IP address, a range of IP addresses. */
export type ConstantKind = 'string' | 'int' | 'ip' | 'cidr';

/** The first protocol of a route chooses it: http, https, grpc, grpcs are `http`; tcp, udp, tls … `stream`. */
export type Subsystem = 'http' | 'stream';
