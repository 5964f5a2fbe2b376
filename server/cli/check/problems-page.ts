/** What `docs/problems.md` says of a code. */

export interface Section {
  /** The first paragraph, on one line. */
  readonly description: string;
  /** The whole section, without its heading. */
  readonly markdown: string;
}

/** The sections of the page by their codes. */
export function sectionsOf(page: string): ReadonlyMap<string, Section> {
  // Comments name the source of a rule, for those who work on it.
  const [, ...sections] = page
    .replaceAll('\r\n', '\n')
    .replace(/\n<!--[\s\S]*?-->/g, '')
    .split(/^## /m);
  return new Map(
    sections.map((section) => {
      // Under the heading is the title with the severity.
      const [code = '', , ...paragraphs] = section.trim().split('\n\n');
      return [
        code.trim(),
        {
          description: (paragraphs[0] ?? '').replaceAll('\n', ' '),
          markdown: paragraphs.join('\n\n'),
        },
      ];
    }),
  );
}
