import type { ErrorCode } from 'yaml';
import type { PlainYamlFault, YamlFault } from '../problems/index.js';

/** Errors that the code of the parser distinguishes. */
const byCode: Readonly<Partial<Record<ErrorCode, PlainYamlFault>>> = {
  ALIAS_PROPS: 'alias-properties',
  BAD_DIRECTIVE: 'directive',
  BAD_PROP_ORDER: 'properties-order',
  BLOCK_IN_FLOW: 'block-in-flow',
  KEY_OVER_1024_CHARS: 'key-too-long',
  MULTILINE_IMPLICIT_KEY: 'key-lines',
  MULTIPLE_ANCHORS: 'two-anchors',
  MULTIPLE_TAGS: 'two-tags',
  RESOURCE_EXHAUSTION: 'too-much-data',
  TAB_AS_INDENT: 'tab',
  TAG_RESOLVE_FAILED: 'tag',
};

/** Errors that only the message of the parser distinguishes (yaml 2, `compose/resolve-*.js`). */
const byMessage: readonly (readonly [RegExp, (groups: readonly string[]) => YamlFault])[] = [
  [/^Nested mappings are not allowed/, () => ({ code: 'mapping-on-key-line' })],
  [/^A block sequence may not be used as/, () => ({ code: 'key-is-sequence' })],
  [/^All (mapping|sequence) items must start/, ([of]) => ({ code: 'column', of: of as 'mapping' })],
  [/^Missing closing (["'])quote/, ([by]) => ({ code: 'not-closed', by: by as '"' })],
  [/end with a ([\]}])$/, ([by]) => ({ code: 'not-closed', by: by as ']' })],
  [/^Missing , (?:or : )?between flow (map|seq)/, ([of]) => ({ code: 'separator-missing', of: kind(of) })],
  [/^Missing space after :/, () => ({ code: 'colon-space' })],
  [/^Implicit map keys need to be followed/, () => ({ code: 'value-missing' })],
  [/^Comments must be separated/, () => ({ code: 'comment-space' })],
  [/^Tags and anchors must be separated/, () => ({ code: 'property-space' })],
  [/^Missing directives-end/, () => ({ code: 'document-start' })],
  [/^Sequence item without -/, () => ({ code: 'dash-missing' })],
  [/^Missing newline|cannot start on same line/, () => ({ code: 'line-break-missing' })],
  [/^Block scalar (?:lines|values)|^Block scalars with/, () => ({ code: 'block-scalar-indent' })],
  [/[Bb]lock scalar header/, () => ({ code: 'block-scalar-header' })],
  [/^Plain value cannot start with a tab/, () => ({ code: 'tab' })],
  [
    /^Plain value cannot start with .* (\S)$/,
    ([character]) => ({ code: 'plain-start', character: character! }),
  ],
  [/^Invalid escape sequence (.+)$/, ([sequence]) => ({ code: 'escape', sequence: sequence! })],
  [/^Unexpected empty item/, () => ({ code: 'empty-item' })],
  // The name of a kind of token instead of its text.
  [/^Not a YAML token/, () => ({ code: 'unexpected-value' })],
  [/^Unexpected [a-z][a-z-]+(?= |$)/, () => ({ code: 'unexpected-value' })],
  [/^Unexpected (\S+)/, ([text]) => ({ code: 'unexpected', text: text!.slice(0, 40) })],
  [/^Anchor cannot be an empty/, () => ({ code: 'anchor-empty' })],
  [/^Alias cannot be an empty/, () => ({ code: 'alias-empty' })],
];

const kind = (of: string | undefined) => (of === 'map' ? 'mapping' : 'sequence');

/** What the parser of YAML reports, as a code. */
export function yamlFault(code: ErrorCode, message: string): YamlFault {
  for (const [pattern, fault] of byMessage) {
    const match = pattern.exec(message);
    if (match) return fault(match.slice(1));
  }
  return { code: byCode[code] ?? 'other' };
}
