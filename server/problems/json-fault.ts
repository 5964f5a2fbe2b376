/** jsonc-parser's codes, and what else can be wrong with JSON. */
export type JsonFault =
  | 'value-invalid'
  | 'number'
  | 'number-incomplete'
  | 'key'
  | 'value'
  | 'colon'
  | 'comma'
  | 'closing-brace'
  | 'closing-bracket'
  | 'end-of-file'
  | 'comment'
  | 'comment-not-closed'
  | 'string-not-closed'
  | 'unicode-escape'
  | 'escape'
  | 'control-character'
  /** An object is expected, as HCL's JSON syntax wants it. */
  | 'object'
  | 'other';
