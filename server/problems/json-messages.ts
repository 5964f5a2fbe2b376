import type { JsonFault } from './json-fault.js';

/** What is wrong with JSON. */
export const jsonMessages: Readonly<Record<JsonFault, string>> = {
  'value-invalid': 'This is not a JSON value.',
  number: 'This is not a JSON number.',
  'number-incomplete': 'The number is not complete.',
  key: 'Expected a key in double quotes.',
  value: 'Expected a value.',
  colon: 'Expected a colon.',
  comma: 'Expected a comma.',
  'closing-brace': 'Expected a closing brace.',
  'closing-bracket': 'Expected a closing bracket.',
  'end-of-file': 'Expected the end of the file.',
  comment: 'JSON has no comments.',
  'comment-not-closed': 'The comment has no end.',
  'string-not-closed': 'The string has no closing quote on its line.',
  'unicode-escape': 'Expected four hexadecimal digits after `\\u`.',
  escape: 'JSON has no such escape sequence.',
  'control-character': 'A control character in a string must be escaped.',
  object: 'Expected an object.',
  other: 'This is not JSON.',
};
