/** Replaces a part of a text. Offsets count from the start of the text, in UTF-16 units. */
interface Replacement {
  readonly span: { readonly start: number; readonly end: number };
  readonly newText: string;
}

/** The text with all edits made. @param edits do not overlap, in any order */
export function applyEdits(text: string, edits: readonly Replacement[]): string {
  let result = '';
  let at = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}
