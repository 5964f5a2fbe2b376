/** A fault of a text as the problem of its document. */

import type { DocumentProblemArguments } from './codes.js';
import { messageOf } from './messages.js';
import type { TextFault } from './syntax-fault.js';

type FaultProblem = {
  readonly [Code in 'document-syntax' | 'document-too-deep' | 'document-encoding' | 'document-line-ends']: {
    readonly code: Code;
    readonly args: DocumentProblemArguments[Code];
  };
}['document-syntax' | 'document-too-deep' | 'document-encoding' | 'document-line-ends'];

export function problemOfFault(fault: TextFault): FaultProblem {
  if (fault.syntax !== 'any') return { code: 'document-syntax', args: { fault } };
  switch (fault.fault) {
    case 'too-deep':
      return { code: 'document-too-deep', args: { levels: fault.levels } };
    case 'encoding':
      return { code: 'document-encoding', args: { encoding: fault.encoding } };
    case 'line-ends':
      return { code: 'document-line-ends', args: {} };
  }
}

export const faultMessage = (fault: TextFault): string => messageOf(problemOfFault(fault));
