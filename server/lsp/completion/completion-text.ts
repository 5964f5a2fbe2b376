/** What a completion inserts: text with places to fill in, written as in the document. */

import { InsertTextFormat } from 'vscode-languageserver';

/** Literal text, or a placeholder with its default text. */
export type Part = string | { readonly fill: string };

/**
 * @param encode a part of the text as the document writes it; `null` if it cannot be written there
 * @param snippets whether the editor fills in places; without, the default text is written
 * @returns `null` if a part cannot be written; `plain` is what an editor compares with what is typed
 */
export function insertion(
  parts: readonly Part[],
  encode: (text: string) => string | null,
  snippets: boolean,
): { readonly newText: string; readonly plain: string; readonly format: InsertTextFormat } | null {
  const isSnippet = snippets && parts.some((part) => typeof part !== 'string');
  let newText = '';
  let plain = '';
  let places = 0;
  for (const part of parts) {
    const text = encode(typeof part === 'string' ? part : part.fill);
    if (text === null) return null;
    plain += text;
    if (!isSnippet) newText += text;
    else if (typeof part === 'string') newText += escaped(text);
    else newText += `\${${++places}${text === '' ? '' : `:${escaped(text)}`}}`;
  }
  return { newText, plain, format: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText };
}

/** What means something in a snippet (LSP, "Snippet Syntax"). */
const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
