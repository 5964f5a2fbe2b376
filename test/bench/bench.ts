/**
 * `npm run bench`: how long things take, each against a named peer in the same process or on the same machine,
 * as ratios. The figures are for reading, and for `docs/performance.md`; no test asserts them.
 */

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  type Position,
  PublishDiagnosticsNotification,
  SemanticTokensDeltaRequest,
  SemanticTokensRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { parseDocument } from 'yaml';
import { repositoryRoot } from '../support/vectors.js';
import { bigDeckFile } from './big-file.js';
import { expressions } from './expressions.js';
import { hcl } from './hcl.js';
import { measureMatch } from './match.js';
import { median } from './throughput.js';

const rounds = 7;

/** The median of a few rounds, in milliseconds. */
async function time(act: () => unknown): Promise<number> {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return median(times);
}

function line(what: string, ours: number, peer: string, theirs: number): void {
  const ratio = (ours / theirs).toFixed(2);
  console.log(`${what}: ${ours.toFixed(1)} ms, ${peer} ${theirs.toFixed(1)} ms, ratio ${ratio}`);
}

async function editor(): Promise<void> {
  const text = bigDeckFile(10_000);
  const megabytes = (Buffer.byteLength(text) / 1e6).toFixed(1);
  console.log(`a generated decK file: 10,000 routes, ${megabytes} MB`);
  const parsing = await time(() => parseDocument(text));

  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('dist/server.cjs', repositoryRoot)), '--stdio'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const uri = 'file:///big.yaml';
  let version = 0;
  const diagnosed = (wanted: number) =>
    new Promise<void>((resolve) => {
      const listener = connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
        if (params.uri !== uri || params.version !== wanted) return;
        listener.dispose();
        resolve();
      });
    });
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {
      textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const openingStart = performance.now();
  const opened = diagnosed(++version);
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version, text },
  });
  await opened;
  const errors = performance.now() - openingStart;
  line('opening it over LSP, to its errors', errors, '`yaml` parsing its text', parsing);
  await diagnosed(version);
  const opening = performance.now() - openingStart;
  line('the same, with advice on its routes', opening, '`yaml` parsing its text', parsing);

  const typed = async (position: Position) => {
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
    });
  };
  // A letter in a path in the middle of the file.
  const inPath = placeAfter(text, '/orders/5000/');
  const keystroke = await time(async () => {
    const fresh = diagnosed(++version);
    await typed(inPath);
    await fresh;
  });
  line('a keystroke in it, to its diagnostics', keystroke, 'opening it', opening);

  // What VS Code asks by itself when somebody types, of which it sees some sixty lines.
  const textDocument = { uri };
  let resultId = '';
  const asks: Readonly<Record<string, (position: Position) => Promise<unknown>>> = {
    completion: (position) => connection.sendRequest(CompletionRequest.type, { textDocument, position }),
    'semantic tokens': async () => {
      const tokens =
        resultId === ''
          ? await connection.sendRequest(SemanticTokensRequest.type, { textDocument })
          : await connection.sendRequest(SemanticTokensDeltaRequest.type, {
              textDocument,
              previousResultId: resultId,
            });
      resultId = tokens?.resultId ?? '';
    },
    'code lenses': () => connection.sendRequest(CodeLensRequest.type, { textDocument }),
    'inlay hints': ({ line }) => {
      const range = {
        start: { line: line - 30, character: 0 },
        end: { line: line + 30, character: 0 },
      };
      return connection.sendRequest(InlayHintRequest.type, { textDocument, range });
    },
    'code actions': (position) =>
      connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [] },
      }),
  };
  for (const [what, position] of [
    ['a path', inPath],
    ['an expression', placeAfter(text, 'http.path ^= "/x/5002')],
  ] as const) {
    // As when the file was opened.
    for (const ask of Object.values(asks)) await ask(position);
    const all = await time(async () => {
      const fresh = diagnosed(++version);
      await typed(position);
      await Promise.all([fresh, ...Object.values(asks).map((ask) => ask(position))]);
    });
    line(`a keystroke in ${what}, to all that an editor asks for then`, all, 'opening it', opening);
    for (const [name, ask] of Object.entries(asks)) {
      const fresh = diagnosed(++version);
      await typed(position);
      await fresh;
      console.log(`  ${name} alone: ${(await time(() => ask(position))).toFixed(1)} ms`);
    }
  }
  connection.dispose();
  child.kill();
}

function routers(): void {
  console.log('routers, by the time of the processor: building, and finding the route of a request');
  for (const { flavor, routes, build, memory, match } of measureMatch([100, 1000, 10_000, 100_000], 5000)) {
    const size = `${flavor}, ${routes.toLocaleString('en')} routes`;
    console.log(
      `${size}: built in ${build.toFixed(0)} ms, ${memory.toFixed(0)} MB, ${match.toFixed(1)} µs a request`,
    );
  }
}

/** Each size in a process of its own, for its memory. */
function tables(): void {
  console.log('tables of a generated decK file, by the time of the processor');
  const script = fileURLToPath(new URL('tables.js', import.meta.url));
  for (const routes of [100, 1000, 10_000, 100_000]) {
    spawnSync(process.execPath, ['--max-old-space-size=8192', script, String(routes)], { stdio: 'inherit' });
  }
}

function placeAfter(text: string, written: string): Position {
  const before = text.slice(0, text.indexOf(written) + written.length).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

await expressions();
await hcl();
await editor();
routers();
tables();
