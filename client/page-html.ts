/** The HTML of a page in a panel of the editor. */

import type { Page } from '../server/protocol/index.js';

/** A button above a page; `kind` is what a click on it sends. */
export interface PageButton {
  readonly kind: string;
  readonly label: string;
  readonly isMain?: boolean;
}

/** Nothing is loaded from anywhere, and only the script of this page runs. */
export function htmlOf({ title, body, style }: Page, buttons: readonly PageButton[]): string {
  const nonce = crypto.randomUUID();
  const written = buttons.map(
    ({ kind, label, isMain }) =>
      `<button${isMain ? '' : ' class="quiet"'} data-kind="${kind}">${label}</button>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<nav>${written.join('')}</nav>
<main>${body}</main>
<script nonce="${nonce}">
const editor = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-kind]');
  if (button) editor.postMessage({ kind: button.dataset.kind });
  const link = event.target.closest('a[href]');
  if (!link) return;
  event.preventDefault();
  editor.postMessage({ kind: 'open', address: link.getAttribute('href') });
});
</script>
</body>
</html>
`;
}
