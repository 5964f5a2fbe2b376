import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { FileChangeType, type Hover, type MarkupContent } from 'vscode-languageserver';
import type { DocumentGateway } from '../../server/protocol/index.js';
import { ownFolder, readFrom } from '../support/corpus-folder.js';
import { type ClientOptions, LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';

/** Under `traditional` and its successor, no expression; under `expressions` before 3.7, no paths. */
const routes = `_format_version: "3.0"
routes:
  - name: exact
    expression: http.path == "/a"
  - name: plain
    paths: [/b]
`;

/** @param mounted the file of routes that it reads, from its own folder */
const compose = (flavor: string | null, { tag = '3.9.1', mounted = './kong.yml' } = {}) => `services:
  kong:
    image: kong:${tag}
    environment:
      KONG_DATABASE: "off"
      KONG_DECLARATIVE_CONFIG: /kong/kong.yml
${flavor === null ? '' : `      KONG_ROUTER_FLAVOR: ${flavor}\n`}    volumes:
      - ${mounted}:/kong/kong.yml:ro
`;

const underTraditional = ['match-missing', 'expression-in-flavor'];
const underOldExpressions = ['expression-missing', 'field-in-flavor'];
const fine: string[] = [];

async function start(context: TestContext, options: ClientOptions): Promise<LanguageClient> {
  const client = await LanguageClient.start(options);
  context.after(() => client.kill());
  return client;
}

const codes = (client: LanguageClient, uri: string) =>
  client.published.findLast((params) => params.uri === uri)?.diagnostics.map(({ code }) => code);

const reports = (client: LanguageClient, uri: string, expected: readonly string[]) =>
  client.until(
    () => codes(client, uri) !== undefined && String(codes(client, uri)) === String(expected),
    `[${expected}], only [${codes(client, uri)}]`,
  );

const markdown = (hover: Hover | null) => (hover?.contents as MarkupContent | undefined)?.value ?? '';

suite('the Gateway of a file', () => {
  test('is that which mounts it, and the hover says where each value is set', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional', { mounted: './api/kong.yml' }),
      'api/kong.yml': routes,
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'api/kong.yml'));
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      underTraditional,
    );
    const text = markdown(await client.hover(uri, 'plain'));
    const link = (line: number, character: number) =>
      `[compose.yaml:${line}](file://${folder}/compose.yaml#L${line},${character})`;
    assert.equal(text.split('\n')[0], `Route \`plain\` · Gateway 3.9.1 (${link(3, 17)}, service kong)`);
    assert.equal(
      text.split('\n')[2],
      `**traditional** (${link(7, 27)}, service kong, which reads this file): accepted, and matched field by field (no expression)`,
    );
  });

  test('follows its file as it is typed, and the editor is asked to ask again', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('expressions'),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await client.diagnostics(uri, 1);
    assert.deepEqual(codes(client, uri), fine);
    const yaml = client.openFile(join(folder, 'compose.yaml'));
    client.replace(yaml, 'FLAVOR: expressions', 'FLAVOR: traditional_compatible');
    await reports(client, uri, underTraditional);
    await client.until(() => client.refreshed.length >= 2, 'refreshes');
    assert.deepEqual(client.refreshed, ['workspace/codeLens/refresh', 'workspace/inlayHint/refresh']);

    client.replace(yaml, 'FLAVOR: traditional_compatible', 'FLAVOR: expressions');
    client.replace(yaml, ':3.9.1', ':3.6');
    await reports(client, uri, underOldExpressions);
    // What was not saved counts no more.
    client.close(yaml);
    await reports(client, uri, fine);
  });

  test('is asked for nothing where what was typed changes nothing', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('expressions'),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await client.diagnostics(uri, 1);
    const yaml = client.openFile(join(folder, 'compose.yaml'));
    const end = { line: client.document(yaml).lineCount, character: 0 };
    client.change(yaml, { range: { start: end, end }, text: '# no change\n' });
    client.replace(yaml, 'FLAVOR: expressions', 'FLAVOR: traditional');
    await reports(client, uri, underTraditional);
    assert.deepEqual(
      client.published.filter((params) => params.uri === uri).map(({ diagnostics }) => diagnostics.length),
      [0, underTraditional.length],
    );
  });

  test('follows the disk: a file that changes, goes, and comes', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': routes,
    });
    const path = join(folder, 'compose.yaml');
    const client = await start(context, { folders: [folder] });
    await client.until(() => client.registered.includes('workspace/didChangeWatchedFiles'), 'a registration');
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, underTraditional);
    writeFileSync(path, compose('expressions', { tag: '3.6' }));
    client.tellChanged(path, FileChangeType.Changed);
    await reports(client, uri, underOldExpressions);
    rmSync(path);
    client.tellChanged(path, FileChangeType.Deleted);
    await reports(client, uri, fine);
    writeFileSync(path, compose('traditional'));
    client.tellChanged(path, FileChangeType.Created);
    await reports(client, uri, underTraditional);
  });

  test('is not read through a link that leads out of the folder, whenever the link is made', async (context) => {
    const outside = temporaryFolder(context, { 'compose.yaml': compose('traditional') });
    const folder = temporaryFolder(context, { 'kong.yml': routes, 'a.yaml': compose('expressions') });
    symlinkSync(join(outside, 'compose.yaml'), join(folder, 'before.yaml'));
    const client = await start(context, { folders: [folder] });
    await client.until(() => client.registered.includes('workspace/didChangeWatchedFiles'), 'a registration');
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, fine);
    symlinkSync(join(outside, 'compose.yaml'), join(folder, 'after.yaml'));
    client.tellChanged(join(folder, 'after.yaml'), FileChangeType.Created);
    // The next change is read after that one.
    writeFileSync(join(folder, 'a.yaml'), compose('expressions', { tag: '3.6' }));
    client.tellChanged(join(folder, 'a.yaml'), FileChangeType.Changed);
    await reports(client, uri, underOldExpressions);
    const gateway = (await client.request('kongRoutes/gatewayOfDocument', { uri })) as DocumentGateway;
    assert.equal(gateway.label, 'expressions · 3.6');
  });

  test('is gone with its file, though an editor still shows it, and back with it', async (context) => {
    const folder = temporaryFolder(context, {
      'stack/compose.yaml': compose('traditional', { mounted: '../kong.yml' }),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, underTraditional);
    const path = join(folder, 'stack/compose.yaml');
    const yaml = client.openFile(path);
    await client.diagnostics(yaml, 1);
    rmSync(join(folder, 'stack'), { recursive: true });
    client.tellChanged(join(folder, 'stack'), FileChangeType.Deleted);
    await reports(client, uri, fine);
    client.replace(yaml, 'FLAVOR: traditional', 'FLAVOR: traditional_compatible');
    await reports(client, uri, underTraditional);

    client.tellChanged(path, FileChangeType.Deleted);
    await reports(client, uri, fine);
    mkdirSync(join(folder, 'stack'));
    writeFileSync(path, client.document(yaml).getText());
    client.tellChanged(path, FileChangeType.Created);
    await reports(client, uri, underTraditional);
  });

  test('follows folders that are moved as a whole', async (context) => {
    const folder = temporaryFolder(context, {
      'stack/compose.yaml': compose('traditional'),
      'stack/kong.yml': routes,
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'stack/kong.yml'));
    await reports(client, uri, underTraditional);
    renameSync(join(folder, 'stack'), join(folder, 'gone'));
    client.tellChanged(join(folder, 'stack'), FileChangeType.Deleted);
    await reports(client, uri, fine);
    renameSync(join(folder, 'gone'), join(folder, 'stack'));
    client.tellChanged(join(folder, 'stack'), FileChangeType.Created);
    await reports(client, uri, underTraditional);
  });

  test('follows the folders of the workspace', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, fine);
    client.tellFolders([folder], []);
    await reports(client, uri, underTraditional);
    client.tellFolders([], [folder]);
    await reports(client, uri, fine);
  });

  test('is not looked for in what git leaves out, nor in other tools’ folders', async (context) => {
    // Mounted from wherever it is.
    const stack = compose('traditional', { mounted: '../kong.yml' });
    const at = (place: string) => ({ [`${place}/compose.yaml`]: stack });
    const folder = temporaryFolder(context, {
      'kong.yml': routes,
      '.gitignore': '/out\n*.tmp/\n',
      ...at('out'),
      ...at('a.tmp'),
      ...at('node_modules'),
      ...at('.cache'),
      'sub/.gitignore': '*\n!kept\n',
      ...at('sub'),
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, fine);
    // One that is not left out makes the difference, so the others were seen and passed over.
    mkdirSync(join(folder, 'seen'));
    writeFileSync(join(folder, 'seen/compose.yaml'), stack);
    client.tellChanged(join(folder, 'out/compose.yaml'), FileChangeType.Created);
    client.tellChanged(join(folder, 'node_modules'), FileChangeType.Created);
    client.tellChanged(join(folder, 'seen'), FileChangeType.Created);
    await reports(client, uri, underTraditional);
    rmSync(join(folder, 'seen'), { recursive: true });
    client.tellChanged(join(folder, 'seen'), FileChangeType.Deleted);
    await reports(client, uri, fine);
    // What is left out is a matter of the `.gitignore` of now.
    writeFileSync(join(folder, '.gitignore'), '');
    client.tellChanged(join(folder, '.gitignore'), FileChangeType.Changed);
    await reports(client, uri, underTraditional);
  });

  test('an .env file that git leaves out counts', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose(`\${FLAVOR:-traditional}`),
      'kong.yml': routes,
      '.env': 'FLAVOR=expressions\n',
      '.gitignore': '.env\n',
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await client.diagnostics(uri, 1);
    assert.deepEqual(codes(client, uri), fine);
    assert.match(
      markdown(await client.hover(uri, 'plain')),
      /\*\*expressions\*\* \(\[\.env:1\]\(.*variable FLAVOR/,
    );
    rmSync(join(folder, '.env'));
    client.tellChanged(join(folder, '.env'), FileChangeType.Deleted);
    await reports(client, uri, underTraditional);
  });

  test('settings go before what is found, each for its own value', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [folder], settings: { routerFlavor: 'expressions' } });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, fine);
    assert.match(
      markdown(await client.hover(uri, 'plain')),
      /Gateway 3\.9\.1[\s\S]*\*\*expressions\*\* \(set for this file\)/,
    );
    client.settings = {
      routerFlavor: 'auto',
      gateways: [{ routes: '*.yml', flavor: 'expressions', version: '3.6' }],
    };
    client.tellSettings();
    await reports(client, uri, underOldExpressions);
    assert.match(
      markdown(await client.hover(uri, 'plain')),
      /\*\*expressions\*\* \(set in kongRoutes\.gateways\)/,
    );
  });

  test('a flavor that is none, and a Gateway that is named but missing, are reported', async (context) => {
    const folder = temporaryFolder(context, { 'compose.yaml': compose('atc'), 'kong.yml': routes });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await reports(client, uri, fine);
    assert.match(
      markdown(await client.hover(uri, 'plain')),
      /\*\*expressions\*\* \(assumed for this file: a route in it has an `expression`; atc is not a valid router flavor: \[compose\.yaml:7\]\([^)]*\), service kong\)/,
    );
    client.settings = { gateways: [{ routes: '*', gateway: 'compose.yaml#kongg' }] };
    client.tellSettings();
    await client.diagnostics(uri);
    assert.match(
      markdown(await client.hover(uri, 'plain')),
      /; kongRoutes\.gateways refers to compose\.yaml#kongg, which no file declares\)/,
    );
  });

  test('without any capability of the client, the files are there all the same', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': routes,
    });
    const client = await start(context, { folders: [folder], capabilities: {} });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await client.diagnostics(uri, 1);
    assert.deepEqual(codes(client, uri), underTraditional);
    const yaml = client.openFile(join(folder, 'compose.yaml'));
    client.replace(yaml, 'FLAVOR: traditional', 'FLAVOR: expressions');
    await reports(client, uri, fine);
    assert.deepEqual(client.registered, []);
    assert.deepEqual(client.refreshed, []);
    assert.deepEqual(client.log, []);
    // Saved, and closed: an editor that watches nothing reports nothing else about it.
    writeFileSync(join(folder, 'compose.yaml'), client.document(yaml).getText().replace('3.9.1', '3.6'));
    client.close(yaml);
    await reports(client, uri, underOldExpressions);
  });
});

suite('a stack of many services', () => {
  test('runs expressions on 3.9.1, as its compose file says, and its routes are fine', async (context) => {
    const files = ['volumes/api/kong.yml', 'docker-compose.yml'];
    const folder = temporaryFolder(
      context,
      Object.fromEntries(files.map((name) => [name, readFrom(ownFolder, `stack/${name}`)])),
    );
    const client = await start(context, { folders: [folder], capabilities: modernCapabilities });
    const uri = client.openFile(join(folder, 'volumes/api/kong.yml'));
    const { diagnostics } = await client.diagnostics(uri, 1);
    assert.deepEqual(diagnostics, []);
    const text = markdown(await client.hover(uri, 'name: rest-v1-all', 8));
    assert.match(text, /Gateway 3\.9\.1 \(\[docker-compose\.yml:7\]/);
    assert.match(
      text,
      /\*\*expressions\*\* \(\[docker-compose\.yml:14\]\([^)]*\), service kong, which reads this file\)/,
    );
  });
});

suite('what an editor shows of the Gateway of a file', () => {
  const ask = (client: LanguageClient, uri: string) =>
    client.request('kongRoutes/gatewayOfDocument', { uri }) as Promise<DocumentGateway | null>;

  test('where each value is set, and what else there is', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('traditional'),
      'kong.yml': routes,
      'other/compose.yaml': 'services:\n  edge:\n    image: kong:latest\n',
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    const yaml = `file://${folder}/compose.yaml`;
    const at = (line: number, from: number, to: number) => ({
      uri: yaml,
      range: { start: { line, character: from }, end: { line, character: to } },
    });
    assert.deepEqual(await ask(client, uri), {
      hasRoutes: true,
      label: 'traditional · 3.9.1',
      details: [
        `**Router flavor** \`traditional\`  \n[compose.yaml:7](${yaml}#L7,27), service kong, which reads this file`,
        `**Gateway version** \`3.9.1\`  \n[compose.yaml:3](${yaml}#L3,17), service kong, which reads this file`,
      ].join('\n\n'),
      isOpen: false,
      isSet: false,
      places: [
        { value: 'flavor', label: 'compose.yaml:7, service kong', ...at(6, 26, 37) },
        { value: 'version', label: 'compose.yaml:3, service kong', ...at(2, 16, 21) },
      ],
      gateways: [
        {
          label: 'service edge',
          description: 'traditional_compatible · ?, other/compose.yaml',
          reference: 'other/compose.yaml#edge',
        },
      ],
    });
    assert.deepEqual(await client.definition(uri, '"3.0"'), [at(6, 26, 37)]);
    assert.deepEqual(await client.definition(uri, '_format_version'), [at(6, 26, 37)]);
    assert.deepEqual(await client.definition(uri, 'routes:'), []);
    const hover = await client.hover(uri, '_format_version');
    assert.equal(markdown(hover), (await ask(client, uri))!.details);
    assert.deepEqual(hover!.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 22 } });
  });

  test('how many routes are checked in part', async (context) => {
    const folder = temporaryFolder(context, {
      'kong.yml': '_format_version: "3.0"\nroutes:\n  - paths: ["${A}"]\n  - paths: [/b]\n',
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.yml'));
    const { details } = (await ask(client, uri))!;
    assert.match(details, /\n\n1 route was checked in part: `paths` has a value that is filled in later\.$/);
    assert.equal(markdown(await client.hover(uri, '_format_version')), details);
    const inPart = 'This route was checked in part: `paths` has a value that is filled in later.';
    assert.ok(markdown(await client.hover(uri, 'paths: ["')).includes(inPart));
    assert.ok(!markdown(await client.hover(uri, 'paths: [/b')).includes(inPart));
  });

  test('gateways that differ leave it open', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': compose('expressions'),
      'b.yaml': compose('traditional').replace('  kong:', '  old:'),
      'kong.json': '{"_format_version": "3.0", "routes": [{"paths": ["/a"]}]}',
    });
    const client = await start(context, { folders: [folder] });
    const uri = client.openFile(join(folder, 'kong.json'));
    const shown = (await ask(client, uri))!;
    assert.equal(shown.label, 'traditional_compatible · 3.9.1');
    assert.equal(shown.isOpen, true);
    assert.match(
      shown.details,
      /its Gateways have different values for router flavor: service kong, \[a\.yaml:2\].*; service old, \[b\.yaml:2\]/,
    );
    assert.deepEqual(
      shown.places.map(({ label }) => label),
      ['a.yaml:7, service kong', 'b.yaml:7, service old', 'a.yaml:3, service kong'],
    );
    const definitions = (await client.definition(uri, '"3.0"'))!;
    assert.deepEqual(
      definitions.map(({ uri }) => uri.slice(-6)),
      ['a.yaml', 'b.yaml'],
    );
  });

  test('of a file that declares gateways, theirs; of any other, nothing', async (context) => {
    const folder = temporaryFolder(context, {
      'compose.yaml': compose('expressions'),
      'two.yaml': `${compose('expressions')}  edge:\n    image: kong:3.4\n`,
      'other.yaml': 'a: b\n',
      'sub/compose.yaml': compose(`\${FLAVOR}`),
      'sub/.env': 'FLAVOR=traditional\n',
    });
    const client = await start(context, { folders: [folder] });
    const one = (await ask(client, client.openFile(join(folder, 'compose.yaml'))))!;
    assert.deepEqual(
      [one.hasRoutes, one.label, one.details],
      [false, 'expressions · 3.9.1', '**service kong** `expressions · 3.9.1`'],
    );
    const two = (await ask(client, client.openFile(join(folder, 'two.yaml'))))!;
    assert.equal(two.label, '2 gateways');
    assert.equal(
      two.details,
      '**service kong** `expressions · 3.9.1`\n\n**service edge** `traditional_compatible · 3.4`',
    );
    assert.equal(await ask(client, client.openFile(join(folder, 'other.yaml'))), null);
    // Where a value of a Gateway is set counts too, wherever the Gateway itself is.
    const variables = (await ask(client, client.openFile(join(folder, 'sub/.env'))))!;
    assert.deepEqual([variables.hasRoutes, variables.label], [false, 'traditional · 3.9.1']);
  });

  test('is reported to every client that wants it', async (context) => {
    const folder = temporaryFolder(context, { 'compose.yaml': compose('expressions'), 'kong.yml': routes });
    const client = await start(context, {
      folders: [folder],
      initializationOptions: { gatewayChanged: true },
    });
    const uri = client.openFile(join(folder, 'kong.yml'));
    await client.diagnostics(uri, 1);
    assert.ok(client.gatewayChanges > 0, 'once it is known');
    const yaml = client.openFile(join(folder, 'compose.yaml'));
    await client.diagnostics(yaml, 1);
    const before = client.gatewayChanges;
    client.replace(yaml, ':3.9.1', ':3.4');
    await client.until(() => client.gatewayChanges > before, 'a notification');
    assert.equal((await ask(client, uri))!.label, 'expressions · 3.4');
  });
});
