import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { composeGateways } from '../../server/gateways/compose/compose-gateways.js';
import { type Found, findGateways, type Setting } from '../../server/gateways/index.js';
import { setReasonWords } from '../../server/problems/index.js';
import { type Place, SourceFile } from '../../server/text/source-file.js';
import { namesIn, ownFolder, readFrom } from '../support/corpus-folder.js';
import { assertEdits } from './folder.js';

/** A bit of everything. */
const contents: Readonly<Record<string, string>> = {
  '.env': 'KONG_VERSION=3.9.1 # new\nFLAVOR="expressions"\nDIR=./conf\n',
  'kong.env': "export KONG_ROUTER_FLAVOR='traditional'\nKONG_PG_HOST: db\n",
  'compose.yaml': `x-env: &env
  KONG_PG_HOST: \${PG:-db}
  KONG_ROUTER_FLAVOR: \${FLAVOR:-traditional}
services:
  kong: &kong
    image: "kong/kong:\${KONG_VERSION}"
    environment: *env
    volumes: ["$DIR/kong.yml:/kong.yml:ro"]
  two:
    <<: *kong
    build: { context: ./gateway, args: [FLAVOR] }
    environment:
      - KONG_ROUTER_FLAVOR=traditional_compatible
      - KONG_CLUSTER_CONTROL_PLANE=kong:8005
  three:
    extends: { file: more/base.yml, service: base }
    environment: { KONG_ROUTER_FLAVOR: }
`,
  'compose.override.yaml': `services:
  kong:
    environment: !override
      KONG_ROUTER_FLAVOR: |
        expressions
    deploy:
      replicas: 2
`,
  'compose.prod.yaml': 'services:\n  two:\n    image: kong:3.4\n    env_file:\n      - path: ./kong.env\n',
  'more/base.yml':
    'services:\n  base:\n    image: kong:2.8.1-alpine\n    command: kong start -c /k/kong.conf\n    volumes: [.:/k]\n',
  'more/kong.conf': '# Kong\nrouter_flavor = expressions # all\ndatabase = off\n',
  'gateway/Dockerfile': `ARG FROM=kong
FROM \${FROM}:3.6 AS base
ENV A="b c" \\
    KONG_DATABASE=off
FROM base
ARG FLAVOR=traditional
ENV KONG_ROUTER_FLAVOR=$FLAVOR
COPY ["a.yml", "/kong.yml"]
`,
};

const filesOf = (texts: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => new SourceFile(`file:///folder/${path}`, text));

/** Everything that is found is somewhere, and what is written is what is there. */
function assertSound(files: readonly SourceFile[], { gateways, sets, written }: Found): void {
  const textAt = ({ uri, span }: Place) => {
    const file = files.find((one) => one.uri === uri);
    assert.ok(file, `${uri} is a file`);
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= file.text.length);
    return file.text.slice(span.start, span.end);
  };
  const assertSetting = ({ value, text, place, origin }: Setting<unknown>) => {
    const covered = place ? textAt(place) : null;
    const isPlain = covered !== null && !/[\\$"'\n]/.test(covered);
    if (origin.kind === 'written' && isPlain) assert.equal(covered, text);
    if (origin.kind === 'unknown') assert.equal(value, null);
    if (text === null) assert.ok(value === null || place === null);
  };
  for (const { place, flavor, version, calculation, insertion } of gateways) {
    textAt(place);
    assertSetting(flavor);
    assertSetting(version);
    assertSetting(calculation);
    if (insertion) {
      textAt(insertion.place);
      assert.equal(insertion.text.split('%s').length, 2);
    }
  }
  const ids = new Set(gateways.map(({ id }) => id));
  assert.equal(ids.size, gateways.length, 'each has an id of its own');
  for (const { members } of sets) assert.ok(members.length > 1 && members.every((id) => ids.has(id)));
  for (const { keyPlace, place } of written) {
    assert.match(textAt(keyPlace), /router.flavor/i);
    textAt(place);
  }
}

suite('whatever the files say', () => {
  const files = filesOf(contents);

  /** Those that do not change are the same objects, so that they are not read again. */
  const withText = (path: string, text: string): SourceFile[] =>
    files.map((file) => (file.uri === `file:///folder/${path}` ? new SourceFile(file.uri, text) : file));

  test('a bit of everything is found, and can be edited', () => {
    const found = findGateways(files);
    assertSound(files, found);
    assert.deepEqual(
      found.gateways.map(({ name, flavor }) => [name, flavor.value]),
      [
        ['kong', 'expressions'],
        ['two', 'traditional_compatible'],
        ['three', null],
        ['two', 'traditional'],
      ],
    );
    assert.equal(assertEdits(files, findGateways), 4);
  });

  test('a file that is cut off anywhere', () => {
    for (const [path, text] of Object.entries(contents)) {
      for (let end = 0; end < text.length; end++) {
        const cut = withText(path, text.slice(0, end));
        assertSound(cut, findGateways(cut));
      }
    }
  });

  test('a file that has a piece of another one in it', () => {
    const paths = fc.constantFrom(...Object.keys(contents));
    fc.assert(
      fc.property(paths, paths, fc.nat(), fc.nat(), fc.nat({ max: 60 }), (path, other, at, from, length) => {
        const [text, more] = [contents[path]!, contents[other]!];
        const [start, insert] = [at % (text.length + 1), from % (more.length + 1)];
        const piece = more.slice(insert, insert + length);
        const changed = withText(path, text.slice(0, start) + piece + text.slice(start + (length % 7)));
        assertSound(changed, findGateways(changed));
      }),
    );
  });
});

suite('compose files among files of every kind', () => {
  const files = namesIn(ownFolder).map(
    (name) => new SourceFile(pathToFileURL(join(ownFolder, name)).href, readFrom(ownFolder, name)),
  );
  const folder = pathToFileURL(`${ownFolder}/`).href;

  test('theirs are found, and of other tools’ files nothing', () => {
    const found = composeGateways(files);
    assertSound(files, found);
    const lineOf = (place: Place | null) => {
      const file = files.find(({ uri }) => uri === place?.uri);
      return (
        place &&
        file &&
        `${place.uri.replace(folder, '')}:${file.text.slice(0, place.span.start).split('\n').length}`
      );
    };
    assert.deepEqual(
      found.gateways.map(({ name, place, flavor, version, role, database, reads }) => ({
        service: `${name} at ${lineOf(place)}`,
        flavor: [flavor.value, flavor.origin.kind, lineOf(flavor.place)],
        version: version.value?.join('.') ?? null,
        is: [role, database],
        reads: reads.map((uri) => uri.replace(folder, '')),
      })),
      [
        {
          service: 'control-plane at compose/hybrid.yml:5',
          flavor: [null, 'unknown', 'compose/hybrid.yml:10'],
          version: '3.9',
          is: ['control_plane', 'postgres'],
          reads: [],
        },
        {
          service: 'data-plane at compose/hybrid.yml:11',
          flavor: ['traditional_compatible', 'kong-default', null],
          version: '3.9',
          is: ['data_plane', 'off'],
          reads: [],
        },
        {
          service: 'kong at stack/docker-compose.yml:6',
          flavor: ['expressions', 'written', 'stack/docker-compose.yml:14'],
          version: '3.9.1',
          is: ['traditional', 'off'],
          reads: ['stack/volumes/api/kong.yml'],
        },
      ],
    );
    assert.deepEqual(
      found.sets.map(({ kind, why }) => `${kind}: ${setReasonWords(why)}`),
      ['hybrid: control-plane is the control plane of data-plane'],
    );
    assert.deepEqual(
      found.written.map(({ text, place }) => [text, lineOf(place)]),
      [
        [null, 'compose/hybrid.yml:10'],
        ['expressions', 'stack/docker-compose.yml:14'],
      ],
    );
  });
});
