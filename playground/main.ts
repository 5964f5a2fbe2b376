/** The page: an editor, the settings of the Gateway, and what the language server says. */

import { yaml } from '@codemirror/lang-yaml';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import example from '../examples/mixed.yaml';
import type { RouterFlavor, Style } from '../server/protocol/index.js';
import { byId, quiet } from './elements.js';
import { showProblems } from './problems.js';
import { showConverted, showRoute, showWinner } from './routes.js';
import { startServer, uri } from './server.js';
import { isVersion, linkOf, type State, stateOf } from './state.js';

const flavor = byId<HTMLSelectElement>('flavor');
const version = byId<HTMLInputElement>('version');
const request = byId<HTMLInputElement>('request');
const styles = [...document.querySelectorAll<HTMLButtonElement>('#styles button')];

const first = (await stateOf(location.hash)) ?? {
  text: example,
  flavor: 'traditional_compatible',
  version: '3.9',
  request: 'GET https://api.example.com/orders/7',
};
flavor.value = first.flavor;
version.value = first.version;
request.value = first.request;

const client = startServer(({ uri: of, diagnostics }) => {
  if (of !== uri) return;
  showProblems(view, byId('problems'), diagnostics);
  // The server has read the newest text, and knows the settings.
  void showAnswers();
});

const view = new EditorView({
  parent: byId('editor'),
  doc: first.text,
  extensions: [
    basicSetup,
    yaml(),
    client.plugin(uri, 'yaml'),
    EditorView.updateListener.of(({ selectionSet, docChanged }) => {
      if (selectionSet && !docChanged) void showRoute(view, byId('route'));
    }),
  ],
});

await client.initializing;
sendSettings();

for (const input of [flavor, version]) input.addEventListener('change', sendSettings);
byId<HTMLFormElement>('try').addEventListener('submit', (event) => {
  event.preventDefault();
  void tryRequest();
});
for (const button of styles) {
  button.addEventListener('click', () => {
    const isPressed = button.ariaPressed !== 'true';
    for (const one of styles) one.ariaPressed = String(one === button && isPressed);
    void convert();
  });
}
byId('share').addEventListener('click', () => void share());

function sendSettings(): void {
  if (!isVersion(version.value)) return;
  const kongRoutes = { routerFlavor: flavor.value, gatewayVersion: version.value };
  client.notification('workspace/didChangeConfiguration', { settings: { kongRoutes } });
}

async function showAnswers(): Promise<void> {
  await Promise.all([showRoute(view, byId('route')), tryRequest(), convert()]);
}

async function tryRequest(): Promise<void> {
  const place = byId('trial');
  if (request.value.trim() === '')
    place.replaceChildren(quiet('A URL, a curl command, a HAR entry, or a line of a log.'));
  else await showWinner(view, request.value, place);
}

async function convert(): Promise<void> {
  const style = styles.find((button) => button.ariaPressed === 'true')?.dataset.style as Style | undefined;
  if (style) await showConverted(view, style, byId('converted'));
  else byId('converted').replaceChildren();
}

async function share(): Promise<void> {
  const state: State = {
    text: view.state.doc.toString(),
    flavor: flavor.value as RouterFlavor,
    version: version.value,
    request: request.value,
  };
  const link = new URL(location.href);
  link.hash = await linkOf(state);
  history.replaceState(null, '', link);
  const isCopied = await navigator.clipboard.writeText(link.href).then(
    () => true,
    () => false,
  );
  byId('shared').textContent = isCopied ? 'The link is copied.' : 'The link is in the address bar.';
}
