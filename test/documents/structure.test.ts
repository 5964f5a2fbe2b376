import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';
import { readDocument } from '../../server/documents/index.js';
import { corpus, type File, fixtures } from './corpus.js';

/** A key with its place and the shape of its value. */
type Key = readonly [owner: string, key: string, start: number, end: number, shape: string];

/** The keys of a file and of its services as the `yaml` package reads them with the schema of YAML 1.2. */
function keysByYaml(text: string): readonly Key[] {
  return parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' }).flatMap((document) => {
    if (!('contents' in document) || document.errors.length > 0 || !isMap(document.contents)) return [];
    const listed = document.contents.get('services', true);
    const services = isAlias(listed) ? listed.resolve(document) : listed;
    const items = isSeq(services) ? services.items.filter((item) => isMap(item)) : [];
    const keys = [
      ...keysIn(document.contents, 'file'),
      ...items.flatMap((item) => keysIn(item as YAMLMap, 'service')),
    ];
    return keys.sort((a, b) => a[2] - b[2]);
  });
}

const keysIn = (map: YAMLMap, owner: string): readonly Key[] =>
  map.items.flatMap(({ key, value }): Key[] => {
    if (!isScalar(key) || typeof key.value !== 'string' || key.value === '<<') return [];
    return [[owner, key.value, key.range![0], key.range![1], shapeOf(value)]];
  });

function shapeOf(value: unknown): string {
  if (isSeq(value) || isAlias(value)) return 'list';
  if (isMap(value)) return value.items.length === 0 ? 'empty' : 'mapping';
  return isScalar(value) && value.value !== null ? 'scalar' : 'empty';
}

function keysOf({ text, format }: Pick<File, 'text' | 'format'>): readonly Key[] {
  return (readDocument(text, format).structure ?? []).flatMap(({ isBroken, mappings }) => {
    const keys = mappings.flatMap(({ start, keys }) =>
      keys.map(
        ({ owner, key, keySpan, shape }): Key => [
          owner,
          key,
          start + keySpan.start,
          start + keySpan.end,
          shape,
        ],
      ),
    );
    return isBroken ? [] : keys.sort((a, b) => a[2] - b[2]);
  });
}

/** Files whose whole text is Kong's: a template may have other keys when it is rendered. */
const files = [...fixtures, ...corpus].filter(({ text, format }) => {
  const { kind, template, parts } = readDocument(text, format);
  return kind === 'declarative' && template === null && parts.length === 0;
});

suite('The keys around routes', () => {
  test('are those that the `yaml` package finds', () => {
    let keys = 0;
    for (const file of files) {
      const expected = keysByYaml(file.text);
      assert.deepEqual(keysOf(file), expected, file.name);
      keys += expected.length;
    }
    assert.ok(keys > 80, String(keys));
  });

  test('and after any line is taken away or indented', () => {
    const yaml = files.filter(({ format }) => format === 'yaml');
    fc.assert(
      fc.property(fc.constantFrom(...yaml), fc.nat(), fc.constantFrom('', '  ', '- '), (file, at, before) => {
        const lines = file.text.split('\n');
        const line = at % lines.length;
        const changed = before === '' ? lines.toSpliced(line, 1) : lines.with(line, before + lines[line]);
        const text = changed.join('\n');
        const { kind, template, parts } = readDocument(text, 'yaml');
        fc.pre(kind === 'declarative' && template === null && parts.length === 0);
        assert.deepEqual(keysOf({ text, format: 'yaml' }), keysByYaml(text));
      }),
      { numRuns: 300 },
    );
  });

  test('of a file that is not well-formed may be others when it is', () => {
    const text = '_format_version: "3.0"\nservices:\n- name: s\n  route: []\n  url: "\n';
    assert.deepEqual(keysOf({ text, format: 'yaml' }), []);
    assert.equal(keysOf({ text: text.replace('url: "', 'url: ""'), format: 'yaml' }).length, 5);
  });
});
