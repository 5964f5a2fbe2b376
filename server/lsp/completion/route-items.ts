/** What the completion of fields and of values has in common. */

import type { CompletionItem } from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import { fieldsOfKind } from '../../routes/index.js';
import type { Part } from './completion-text.js';

/** Text as in the document, with places to fill in. */
export interface RouteItem extends Omit<CompletionItem, 'textEdit' | 'sortText' | 'filterText'> {
  readonly parts: readonly Part[];
}

export interface RouteItems {
  /** Absolute. */
  readonly span: Span;
  readonly items: readonly RouteItem[];
}

/** Fields that are lists of texts. */
export const listFields: ReadonlySet<string> = new Set(fieldsOfKind('texts'));
