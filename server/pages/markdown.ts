/** Blocks as Markdown that reads well in a pull request of GitHub. */

import { encodePath, largest, oneLine, visible } from '../text/index.js';
import type { At, Block, Cell, Inline } from './blocks.js';

/** @param linkTo the URI of a place */
export function markdownOf(blocks: readonly Block[], linkTo: (at: At) => string = relativeLink): string {
  return `${blocks.map((block) => write(block, linkTo)).join('\n\n')}\n`;
}

/** As GitHub shows a line of a file. */
export const relativeLink = ({ file, range }: At): string => `${encodePath(file)}#L${range.start.line + 1}`;

type LinkTo = (at: At) => string;

function write(block: Block, linkTo: LinkTo): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${line(block.text, linkTo)}`;
    case 'paragraph':
      return notABlock(line(block.text, linkTo));
    case 'list':
      return block.items.map((item) => `- ${notABlock(line(item, linkTo))}`).join('\n');
    case 'table':
      return tableText(block.head, block.rows, linkTo);
    case 'code':
      return fenced(block.language, block.text);
    case 'details': {
      // Markdown is read as such only after an empty line.
      const inner = block.blocks.map((one) => write(one, linkTo)).join('\n\n');
      return `<details>\n<summary>${summary(block.summary)}</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

function tableText(head: readonly string[], rows: readonly (readonly Cell[])[], linkTo: LinkTo): string {
  const cell = (lines: Cell) => lines.map((text) => line(text, linkTo).replaceAll('|', '\\|')).join('<br>');
  return [
    `| ${head.map((title) => escaped(inLine(title)).replaceAll('|', '\\|')).join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');
}

/** What begins a list, a heading or a quote would make one of a line. */
const notABlock = (text: string): string =>
  text.replace(/^[-+#>](?=\s|#)/, '\\$&').replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');

/** A fence that nothing in the text can end. */
function fenced(language: string, text: string): string {
  const longest = largest(
    [...text.matchAll(/`+/g)].map(([run]) => run.length),
    2,
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visible(text)}\n${fence}`;
}

const line = (text: Inline, linkTo: LinkTo): string =>
  text
    .map((piece) =>
      typeof piece === 'string'
        ? escaped(inLine(piece))
        : `[${escapeText(inLine(piece.text))}](${linkTo(piece.at)})`,
    )
    .join('');

/** What is in a line is one, and can be seen. */
export const inLine = (text: string): string => oneLine(text.replace(/\s*[\r\n]+\s*/g, ' '));

/** Markdown inside `<summary>` is shown as it is written. */
const summary = (text: Inline): string =>
  text
    .map((piece) => inLine(typeof piece === 'string' ? piece : piece.text))
    .join('')
    .split('`')
    .map((part, i) => (i % 2 === 0 ? html(part) : `<code>${html(part)}</code>`))
    .join('');

const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Code stays as it is; what is text must not become Markdown or HTML. */
export function escaped(text: string): string {
  return pieces(text)
    .map(({ isCode, text: part }) => (isCode ? codeSpan(part) : escapeText(part)))
    .join('');
}

/** Code is between single backticks, or between as many as its own need. */
export function pieces(text: string): { readonly isCode: boolean; readonly text: string }[] {
  const found: { isCode: boolean; text: string }[] = [];
  let at = 0;
  for (const { 0: whole, 1: fence, 2: code, index } of text.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)) {
    if (index > at) found.push({ isCode: false, text: text.slice(at, index) });
    found.push({ isCode: true, text: fence!.length > 1 ? code!.replace(/^ (.+) $/, '$1') : code! });
    at = index + whole.length;
  }
  if (at < text.length) found.push({ isCode: false, text: text.slice(at) });
  return found;
}

function codeSpan(text: string): string {
  const longest = largest(
    [...text.matchAll(/`+/g)].map(([run]) => run.length),
    0,
  );
  if (longest === 0) return `\`${text}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** An underscore inside a word is one, for GitHub and for CommonMark. */
const escapeText = (text: string) => html(text.replace(/[\\*[\]]|(?<!\w)_|_(?!\w)/g, '\\$&'));
