import type { printParseErrorCode } from 'jsonc-parser';
import type { JsonFault } from '../problems/index.js';

/** jsonc-parser's names of its errors. */
export const jsonFaults: Readonly<Record<ReturnType<typeof printParseErrorCode>, JsonFault>> = {
  InvalidSymbol: 'value-invalid',
  InvalidNumberFormat: 'number',
  PropertyNameExpected: 'key',
  ValueExpected: 'value',
  ColonExpected: 'colon',
  CommaExpected: 'comma',
  CloseBraceExpected: 'closing-brace',
  CloseBracketExpected: 'closing-bracket',
  EndOfFileExpected: 'end-of-file',
  InvalidCommentToken: 'comment',
  UnexpectedEndOfComment: 'comment-not-closed',
  UnexpectedEndOfString: 'string-not-closed',
  UnexpectedEndOfNumber: 'number-incomplete',
  InvalidUnicode: 'unicode-escape',
  InvalidEscapeCharacter: 'escape',
  InvalidCharacter: 'control-character',
  '<unknown ParseErrorCode>': 'other',
};
