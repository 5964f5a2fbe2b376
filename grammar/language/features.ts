/**
 * What else came to the language after Gateway 3.0. Source: Kong/atc-router `src/atc_grammar.pest` and `src/parser.rs` in
 * 1.0.5 (Gateway 3.0), 1.2.0 (3.4, Kong/kong#11082) and 1.6.0 (3.6).
 */

export const features = {
  /** `r#"…"#` */
  'raw-string': { since: '3.4' },
  /** `!( … )` */
  negation: { since: '3.6' },
  /** `a && b || c` is `a && (b || c)`, and no longer `(a && b) || c`. */
  'or-tighter': { since: '3.4' },
} as const satisfies Record<string, { readonly since: string }>;

export type Feature = keyof typeof features;
