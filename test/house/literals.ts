/** The texts of string and template literals in a source file. What is filled in is `…`. */
export function literalsOf(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  /** Whether a `/` starts a regex: after an operator, a bracket or `return`, and not after a value. */
  const startsRegex = () =>
    /(?:^|[(,=:[!&|?{};+>\n]|\breturn)\s*$/.test(source.slice(Math.max(0, at - 20), at));

  function code(end: '}' | null): void {
    while (at < source.length) {
      const character = source[at]!;
      if (character === end) return;
      if (source.startsWith('//', at)) at = lineEnd();
      else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
      else if (character === '/' && startsRegex()) regex();
      else if (character === "'" || character === '"') quoted(character);
      else if (character === '`') template();
      else if (character === '{') nested();
      else at += 1;
    }
  }

  const lineEnd = () => (source.indexOf('\n', at) === -1 ? source.length : source.indexOf('\n', at));

  function nested(): void {
    at += 1;
    code('}');
    at += 1;
  }

  function quoted(quote: string): void {
    const start = ++at;
    while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
    found.push(source.slice(start, at));
    at += 1;
  }

  function template(): void {
    let text = '';
    at += 1;
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        at += 1;
        nested();
        text += '…';
      } else {
        const length = source[at] === '\\' ? 2 : 1;
        text += source.slice(at, at + length);
        at += length;
      }
    }
    found.push(text);
    at += 1;
  }

  function regex(): void {
    let isClass = false;
    for (at += 1; at < source.length && (isClass || source[at] !== '/') && source[at] !== '\n'; at += 1) {
      if (source[at] === '\\') at += 1;
      else if (source[at] === '[') isClass = true;
      else if (source[at] === ']') isClass = false;
    }
    at += 1;
  }

  code(null);
  return found;
}
