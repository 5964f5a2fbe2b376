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
  /** `name` as in `U+0007`. */
  | { readonly code: 'control-character'; readonly name: string }
  | { readonly code: 'plain-start'; readonly character: string }
  | { readonly code: 'alias-unknown' | 'alias-in-itself'; readonly name: string };

export type HclFault = {
  readonly [Code in keyof HclProblemArguments]: {
    readonly code: Code;
    readonly args: HclProblemArguments[Code];
  };
}[keyof HclProblemArguments];

/** Why a text, or a part of it, is not read though it may be well-formed. */
export type ReadingFault =
  /** Mappings and lists that nest deeper than they are followed. */
  | { readonly syntax: 'any'; readonly fault: 'too-deep'; readonly levels: number }
  | { readonly syntax: 'any'; readonly fault: 'encoding'; readonly encoding: 'UTF-16' }
  /** Lines that end with CR alone. */
  | { readonly syntax: 'any'; readonly fault: 'line-ends' };

export type SyntaxFault =
  | { readonly syntax: 'json'; readonly fault: JsonFault }
  | { readonly syntax: 'yaml'; readonly fault: YamlFault }
  | { readonly syntax: 'hcl'; readonly fault: HclFault };

/** What is wrong with a text, or with the way in which it is written. */
export type TextFault = SyntaxFault | ReadingFault;
