/** Mistakes as they are made while typing, at random places of one block of a file. */

import { blocksOf, type HclFile } from '../../server/hcl/index.js';

export interface Mistake {
  readonly kind: string;
  readonly text: string;
  /** The top-level block that was touched. */
  readonly block: number;
  /** By how much everything after the mistake has moved. */
  readonly moved: number;
}

const inserted: readonly string[] = [
  ...[
    '"',
    '"',
    '}',
    '{',
    '[',
    ']',
    '(',
    ')',
    '\\d',
    '${',
    '%{',
    "'",
    '=',
    ',',
    ':',
    '.',
    '#',
    '<<EOT',
    '/*',
    '~}',
  ],
  ...[
    '\n  paths =\n',
    '\n  paths = [\n',
    '\n  header {\n',
    '\n  paths\n',
    '\n  x = "a\n',
    '\n  y = "${var.\n',
    '\n  é\n',
  ],
];

/** @param choose gives a number from 0 to below the one that is given */
export function mistakeIn(file: HclFile, choose: (count: number) => number): Mistake {
  const blocks = blocksOf(file.body);
  const block = choose(blocks.length);
  const { span, open } = blocks[block]!;
  // Within its braces, or anywhere in it.
  const start = choose(4) > 0 ? (open ?? span.start) + 1 : span.start;
  const at = start + choose(Math.max(1, span.end - start));
  const { text } = file;
  const made = (kind: string, first: number, last: number, written: string): Mistake => {
    // Not within a character of two units: that would be no text.
    const [from, to] = [first, last].map((offset) =>
      /[\udc00-\udfff]/.test(text[offset] ?? '') ? offset - 1 : offset,
    );
    const rest = text.slice(to);
    return { kind, text: text.slice(0, from) + written + rest, block, moved: written.length - (to! - from!) };
  };
  switch (choose(4)) {
    case 0:
      return made('deleted', at, Math.min(span.end, at + 1), '');
    case 1: {
      const end = Math.min(span.end, at + 1 + choose(12));
      return made('deleted-more', at, end, '');
    }
    default: {
      const written = inserted[choose(inserted.length)]!;
      return made(`inserted ${JSON.stringify(written)}`, at, at, written);
    }
  }
}
