/** Why a text is not a request, as data; `traffic-words.ts` has the sentences. */

export type RequestProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'not-a-request' }
  | { readonly code: 'json'; readonly reason: string }
  /** A JSON value that is none of the forms that are read. */
  | { readonly code: 'unknown-json' }
  | { readonly code: 'open-quote'; readonly quote: '"' | "'" }
  /** A curl command without a URL. */
  | { readonly code: 'no-url' }
  | { readonly code: 'not-a-url'; readonly url: string }
  | { readonly code: 'field'; readonly key: string; readonly wanted: WantedValue };

export type WantedValue = 'object' | 'string' | 'integer' | 'strings-by-name' | 'http-url';

export type Read<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly problem: RequestProblem };

export const read = <Value>(value: Value): Read<Value> => ({ value, problem: null });
export const unread = (problem: RequestProblem): { readonly problem: RequestProblem } => ({ problem });
