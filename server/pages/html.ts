/** Blocks as one page of HTML that needs nothing else: for a browser, for paper, and for the panel of an editor. */

import { visible } from '../text/index.js';
import type { At, Block, Cell, Inline } from './blocks.js';
import { inLine, pieces, relativeLink } from './markdown.js';

type LinkTo = (at: At) => string;

/** @param title with code in backticks, which are left out */
export const htmlOf = (blocks: readonly Block[], title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(inLine(title.replaceAll('`', '')))}</title>
<style>
${style}</style>
</head>
<body>
<main>
${bodyOf(blocks)}
</main>
</body>
</html>
`;

/** What goes into the body of a page that has `style`. */
export const bodyOf = (blocks: readonly Block[], linkTo: LinkTo = withoutLine): string =>
  blocks.map((block) => write(block, linkTo)).join('\n');

/** A browser cannot go to a line of a file. */
const withoutLine = (at: At): string => relativeLink(at).replace(/#L\d+$/, '');

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

function write(block: Block, linkTo: LinkTo): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${line(block.text, linkTo)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${line(block.text, linkTo)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${line(item, linkTo)}</li>`).join('\n')}\n</ul>`;
    case 'table': {
      const isTitled = block.head.some((text) => text !== '');
      const head = block.head.map((text) => `<th scope="col">${escapeHtml(inLine(text))}</th>`).join('');
      const lines = (cell: Cell) => cell.map((text) => line(text, linkTo)).join('<br>');
      const rows = block.rows.map((row) => {
        const cells = row.map((cell, i) =>
          !isTitled && i === 0 ? `<th scope="row">${lines(cell)}</th>` : `<td>${lines(cell)}</td>`,
        );
        return `<tr>${cells.join('')}</tr>`;
      });
      return `<div class="table"><table>\n${isTitled ? `<thead><tr>${head}</tr></thead>\n` : ''}<tbody>\n${rows.join('\n')}\n</tbody>\n</table></div>`;
    }
    case 'code':
      return `<pre><code class="${block.language}">${block.language === 'diff' ? diff(visible(block.text)) : escapeHtml(visible(block.text))}</code></pre>`;
    case 'details':
      return `<details>\n<summary>${line(block.summary, linkTo)}</summary>\n${block.blocks.map((one) => write(one, linkTo)).join('\n')}\n</details>`;
  }
}

const diff = (text: string): string =>
  text
    .split('\n')
    .map((row) => {
      const kind = row.startsWith('+') ? 'ins' : row.startsWith('-') ? 'del' : 'span';
      return `<${kind}>${escapeHtml(row)}</${kind}>`;
    })
    .join('\n');

const line = (text: Inline, linkTo: LinkTo): string =>
  text
    .map((piece) =>
      typeof piece === 'string'
        ? pieces(inLine(piece))
            .map((part) => (part.isCode ? `<code>${escapeHtml(part.text)}</code>` : escapeHtml(part.text)))
            .join('')
        : `<a href="${escapeHtml(linkTo(piece.at))}">${escapeHtml(inLine(piece.text))}</a>`,
    )
    .join('');

/** The colors of an editor where there is one, else those that go with the preference of the browser. */
export const style = `:root {
  color-scheme: light dark;
  --text: var(--vscode-foreground, light-dark(#1f2328, #e6edf3));
  --back: var(--vscode-editor-background, light-dark(#ffffff, #0d1117));
  --quiet: var(--vscode-descriptionForeground, light-dark(#59636e, #9198a1));
  --line: var(--vscode-panel-border, light-dark(#d1d9e0, #3d444d));
  --box: var(--vscode-textCodeBlock-background, light-dark(#f6f8fa, #151b23));
  --link: var(--vscode-textLink-foreground, light-dark(#0969da, #4493f8));
  --added: var(--vscode-diffEditor-insertedTextBackground, light-dark(#dafbe1, #12331f));
  --gone: var(--vscode-diffEditor-removedTextBackground, light-dark(#ffebe9, #3c1618));
}
body {
  margin: 0;
  padding: 0;
  color: var(--text);
  background: var(--back);
  font: var(--vscode-font-size, 15px) / 1.55 var(--vscode-font-family, system-ui, sans-serif);
}
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.5rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.6em; }
h1 { font-size: 1.7em; margin-top: 0.4em; }
h2 { font-size: 1.35em; padding-bottom: 0.3em; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.15em; }
h4 { font-size: 1em; }
p, ul { margin: 0.6em 0; }
ul { padding-left: 1.5em; }
li { margin: 0.25em 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: 0.92em; }
code { background: var(--box); padding: 0.1em 0.3em; border-radius: 3px; overflow-wrap: break-word; }
pre { background: var(--box); padding: 0.8em 1em; border-radius: 5px; overflow-x: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
pre ins, pre del { display: inline-block; min-width: 100%; text-decoration: none; }
pre ins { background: var(--added); }
pre del { background: var(--gone); }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.8em 0; }
th, td { border: 1px solid var(--line); padding: 0.4em 0.7em; text-align: left; vertical-align: top; }
thead th { background: var(--box); }
tbody th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
details { margin: 0.8em 0; border: 1px solid var(--line); border-radius: 5px; padding: 0.4em 0.9em; }
summary { cursor: pointer; }
details[open] > summary { margin-bottom: 0.6em; }
nav { position: sticky; top: 0; display: flex; gap: 0.6rem; padding: 0.6rem 1.5rem; background: var(--back); border-bottom: 1px solid var(--line); }
nav button { font: inherit; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: 0.35em 0.9em; cursor: pointer; color: var(--vscode-button-foreground, #ffffff); background: var(--vscode-button-background, #0969da); }
nav button.quiet { border-color: var(--line); color: var(--vscode-button-secondaryForeground, var(--text)); background: var(--vscode-button-secondaryBackground, var(--box)); }
nav button:hover { filter: brightness(1.1); }
nav button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  pre { white-space: pre-wrap; }
  h2, h3, h4 { break-after: avoid; }
  tr, pre { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
