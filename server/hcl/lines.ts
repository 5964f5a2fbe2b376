/** What the lines of an HCL text begin with. Whatever is asked is found by reading each line once at most. */

/** The blocks of Terraform and OpenTofu at the top of a file. */
const topLevel =
  /(?:resource|data|ephemeral|module|variable|output|locals|provider|terraform|moved|import|removed|check)(?:[ \t]*["{]|[ \t]+[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]*["{]|[ \t]+[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*\{))/uy;

/** `name =`, which no bracket but `{` may hold. */
const attribute = /[ \t]*[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*=(?![=>])/uy;

/** The start of a heredoc at the end of a line. */
const heredocStart = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?$/u;

/** White space as Go's `bytes.TrimSpace` has it. */
const marker = /^[\t\v\f\r \u0085\u00a0]*([\p{ID_Start}_][\p{ID_Continue}-]*)[\t\v\f\r \u0085\u00a0]*$/u;

export class Lines {
  private readonly text: string;
  private index: Index | null = null;
  /** The answer for the last line that was asked about: several ask about the same one. */
  private lastAttribute = { at: -1, is: false };

  constructor(text: string) {
    this.text = text;
  }

  /** Whether a block of the top of a file begins at an offset, which is the start of a line. */
  isTopLevel(at: number): boolean {
    const { text } = this;
    const code = text.charCodeAt(at);
    // The first letters of those words, to be quick about all others.
    if (!(code >= 99 && code <= 118) || (at > 0 && text.charCodeAt(at - 1) !== 10)) return false;
    topLevel.lastIndex = at;
    return topLevel.test(text);
  }

  isAttribute(at: number): boolean {
    if (this.lastAttribute.at !== at) {
      attribute.lastIndex = at;
      this.lastAttribute = { at, is: attribute.test(this.text) };
    }
    return this.lastAttribute.is;
  }

  /** The offset of the line end, or of the end of the text; a carriage return belongs to the line end. */
  endOfLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    if (end < 0) return this.text.length;
    return end > at && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  }

  /** The first line after `at` that is a marker alone and has a line end; `null` if there is none. */
  markerAfter(name: string, at: number): number | null {
    return after(this.indexed().markers.get(name) ?? [], at);
  }

  /** The first line after `at` that ends with the start of a heredoc with this marker. */
  heredocAfter(name: string, at: number): number | null {
    return after(this.indexed().heredocs.get(name) ?? [], at);
  }

  topLevelAfter(at: number): number | null {
    return after(this.indexed().topLevel, at);
  }

  private indexed(): Index {
    if (this.index) return this.index;
    const { text } = this;
    const index = { markers: new Map(), heredocs: new Map(), topLevel: [] as number[] };
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      const line = text.slice(start, end);
      const name = newline < 0 ? undefined : marker.exec(line)?.[1];
      if (name !== undefined) add(index.markers, name, start);
      const opened = line.includes('<<') ? heredocStart.exec(line)?.[1] : undefined;
      if (opened !== undefined) add(index.heredocs, opened, start);
      if (this.isTopLevel(start)) index.topLevel.push(start);
      start = end + 1;
    }
    this.index = index;
    return index;
  }
}

/** Offsets of lines, in their order. */
interface Index {
  readonly markers: ReadonlyMap<string, readonly number[]>;
  readonly heredocs: ReadonlyMap<string, readonly number[]>;
  readonly topLevel: readonly number[];
}

function add(map: Map<string, number[]>, name: string, offset: number): void {
  const offsets = map.get(name);
  if (offsets) offsets.push(offset);
  else map.set(name, [offset]);
}

/** The first of sorted offsets that is `at` or later. */
function after(offsets: readonly number[], at: number): number | null {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return offsets[low] ?? null;
}
