/**
 * The lines of a text that arrives in pieces, each without the line feed that ends it. A text that does not end with one
 * has one line more. Only a line feed ends a line, as in JSON Lines: from Node 24 on `readline` also ends one at U+2028
 * and U+2029, which may be part of a JSON text.
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
