/** Why a text is not well-formed: the sentences. */

import { jsonMessages } from './json-messages.js';
import type { PlainYamlFault, SyntaxFault, YamlFault } from './syntax-fault.js';
import { hclMessages } from './terraform-messages.js';

const kinds = { mapping: 'mapping', sequence: 'sequence' } as const;

const plain: Readonly<Record<PlainYamlFault, string>> = {
  'alias-properties': 'An alias must not have an anchor or a tag.',
  'alias-empty': 'An alias needs a name.',
  'anchor-empty': 'An anchor needs a name.',
  'block-in-flow': 'This is not allowed inside `[ … ]` or `{ … }`. Is a comma missing before it?',
  'block-scalar-header': 'After `|` or `>` only an indentation number, `+` or `-` and a comment may follow.',
  'block-scalar-indent': 'The lines of this text must be indented deeper than its key.',
  'colon-space': 'A colon must be followed by a space.',
  'comment-space': 'A comment must be separated by a space.',
  directive: 'This is not a valid directive.',
  'document-start': 'A directive must be followed by a line `---`.',
  'key-too-long': 'A key must not be longer than 1,024 characters.',
  'key-lines': 'A key must be on a single line.',
  'key-is-sequence': 'A sequence cannot be a key.',
  'line-break-missing': 'A line break is missing before this value.',
  'dash-missing': 'An item of a sequence must start with `-`.',
  'mapping-on-key-line':
    'A mapping must not start on the line of another key. Put the value in quotes, or start the mapping on the next line.',
  'merge-of-no-mapping': 'Only a mapping can be merged.',
  'properties-order': 'Anchors and tags must come after the indicator.',
  'property-space': 'An anchor or a tag must be followed by a space.',
  tab: 'Tabs are not allowed as indentation. Use spaces.',
  tag: 'This tag cannot be resolved.',
  'too-much-data': 'The aliases expand to more data than can be read.',
  'two-anchors': 'A value can have only one anchor.',
  'two-tags': 'A value can have only one tag.',
  'unexpected-value': 'This is not expected here. If it belongs to the value, put the whole value in quotes.',
  'value-missing': 'A key must be followed by a colon.',
  'empty-item': 'An item is missing between two commas.',
  other: 'This is not valid YAML.',
};

function yamlMessage(fault: YamlFault): string {
  switch (fault.code) {
    case 'column':
      return `All items of a ${kinds[fault.of]} must start in the same column.`;
    case 'not-closed':
      return `A closing \`${fault.by}\` is missing, or is not indented deep enough.`;
    case 'separator-missing':
      return `A comma is missing between the items of this ${kinds[fault.of]}.`;
    case 'unexpected':
      return `\`${fault.text}\` is not expected here.`;
    case 'escape':
      return `YAML has no escape sequence \`${fault.sequence}\`. In double quotes, write a backslash as \`\\\\\`.`;
    case 'plain-start':
      return `A value without quotes must not start with \`${fault.character}\`.`;
    case 'control-character':
      return `YAML does not allow the control character ${fault.name} here. Kong: control characters are not allowed.`;
    case 'alias-unknown':
      return `There is no anchor \`&${fault.name}\` before this alias.`;
    case 'alias-in-itself':
      return `The alias \`*${fault.name}\` is inside the value that it refers to.`;
    default:
      return plain[fault.code];
  }
}

export function syntaxMessage(fault: SyntaxFault): string {
  switch (fault.syntax) {
    case 'json':
      return jsonMessages[fault.fault];
    case 'yaml':
      return yamlMessage(fault.fault);
    case 'hcl':
      return (hclMessages[fault.fault.code].message as (args: unknown) => string)(fault.fault.args);
  }
}
