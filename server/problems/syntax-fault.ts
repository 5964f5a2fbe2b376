/** Why a text is not well-formed, for each syntax: codes with closed arguments. */

import type { JsonFault } from './json-fault.js';
import type { HclProblemArguments } from './terraform-problem.js';

export type PlainYamlFault =
  | 'alias-properties'
  | 'alias-empty'
  | 'anchor-empty'
  | 'block-in-flow'
  | 'block-scalar-header'
  | 'block-scalar-indent'
  | 'colon-space'
  | 'comment-space'
  | 'directive'
  | 'document-start'
  | 'key-too-long'
  | 'key-lines'
  | 'key-is-sequence'
  | 'line-break-missing'
  | 'dash-missing'
  | 'mapping-on-key-line'
  | 'merge-of-no-mapping'
  | 'properties-order'
  | 'property-space'
  | 'tab'
  | 'tag'
  | 'too-much-data'
  | 'two-anchors'
  | 'two-tags'
  | 'unexpected-value'
  | 'value-missing'
  | 'empty-item'
  | 'other';

/** What the parser of YAML finds, and what this reader of its tree does. */
export type YamlFault =
  | { readonly code: PlainYamlFault }
  | { readonly code: 'column'; readonly of: 'mapping' | 'sequence' }
  | { readonly code: 'not-closed'; readonly by: '"' | "'" | ']' | '}' }
  | { readonly code: 'separator-missing'; readonly of: 'mapping' | 'sequence' }
  /** `text` as written, cut after 40 characters. */
  | { readonly code: 'unexpected'; readonly text: string }
  | { readonly code: 'escape'; readonly sequence: string }
  | { readonly code: 'plain-start'; readonly character: string }
  | { readonly code: 'alias-unknown' | 'alias-in-itself'; readonly name: string };

export type HclFault = {
  readonly [Code in keyof HclProblemArguments]: {
    readonly code: Code;
    readonly args: HclProblemArguments[Code];
  };
}[keyof HclProblemArguments];

export type SyntaxFault =
  | { readonly syntax: 'any'; readonly fault: 'too-deep' }
  | { readonly syntax: 'json'; readonly fault: JsonFault }
  | { readonly syntax: 'yaml'; readonly fault: YamlFault }
  | { readonly syntax: 'hcl'; readonly fault: HclFault };
