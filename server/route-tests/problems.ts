/** What is wrong with a file of route tests, as data; `test-words.ts` has the sentences. */

import type { RequestProblem } from '../traffic/index.js';

export type ExpectKey = 'route' | 'service' | 'upstream' | 'redirect' | 'status';

export type TestProblem =
  | { readonly code: 'syntax'; readonly reason: string }
  | { readonly code: 'unknown-key'; readonly key: string }
  | { readonly code: 'missing'; readonly key: 'request' | 'expect' }
  | { readonly code: 'wrong-value'; readonly key: string; readonly wanted: WantedValue }
  | { readonly code: 'nothing-expected' }
  | { readonly code: 'not-a-gateway'; readonly text: string }
  | { readonly code: 'request'; readonly problem: RequestProblem };

export type WantedValue = 'mapping' | 'list' | 'text' | 'texts' | 'name' | 'status' | 'subsystem';
