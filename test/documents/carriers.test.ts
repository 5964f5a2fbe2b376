import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  type DocumentFormat,
  dataOfRoute,
  readDocument,
  rereadDocument,
  rewriteRoutes,
} from '../../server/documents/index.js';
import { applyEdits } from '../../server/text/index.js';

/** A Kong document as it is written, with the names of its routes. */
interface Written {
  readonly text: string;
  readonly names: readonly string[];
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{1,8}$/);
const path = fc.constantFrom('/a', '/b c', '~/c/\\d+$', "/it's", '/"q"', '/é', '~/x#y', '/{id}', '/a: b');

const routes = fc.uniqueArray(
  fc.record({
    name,
    paths: fc.array(path, { minLength: 1, maxLength: 3 }),
    strip_path: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4, selector: (route) => route.name },
);

type Data = Readonly<Record<string, unknown>>;

const data: fc.Arbitrary<{ data: Data; names: string[] }> = fc
  .tuple(routes, fc.boolean(), fc.constantFrom('3.0', '2.1', '1.1'))
  .map(([all, inService, format]) => ({
    data: {
      _format_version: format,
      ...(inService ? { services: [{ name: 's', url: 'http://a', routes: all }] } : { routes: all }),
    },
    names: all.map((route) => route.name),
  }));

const asYaml = ({ data, names }: { data: Data; names: string[] }): Written => ({
  text: stringify(data, { lineWidth: 0, version: '1.1' }),
  names,
});
const asFlow = ({ data, names }: { data: Data; names: string[] }): Written => ({
  text: `${stringify(data, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()}\n`,
  names,
});
const asJson = ({ data, names }: { data: Data; names: string[] }): Written => ({
  text: `${JSON.stringify(data, null, 2)}\n`,
  names,
});

const document = fc.oneof(data.map(asYaml), data.map(asFlow), data.map(asJson));
const blockDocument = data.map(asYaml);

const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** A file of another tool around a Kong document. */
interface CarrierFile {
  readonly format: DocumentFormat;
  readonly write: (document: string) => string;
  /** Whether what is read can be edited where it is written. */
  readonly isEditable: boolean;
}

const blockScalar = (before: string, by: number, header = '|'): CarrierFile => ({
  format: 'yaml',
  write: (document) => `${before} ${header}\n${indent(document, by)}`,
  isEditable: true,
});

const lines = (format: DocumentFormat, before: string, after: string, by = 0): CarrierFile => ({
  format,
  write: (document) => `${before}${indent(document, by)}${after}`,
  isEditable: true,
});

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  kong.yml:';

const carriers: Readonly<Record<string, CarrierFile>> = {
  'a ConfigMap': blockScalar(configMap, 4),
  'a ConfigMap with stripped lines': blockScalar(configMap, 6, '|-'),
  'a Secret': blockScalar('kind: Secret\nstringData:\n    a: b\n    kong.yml:', 8, '|2+'.replace('2', '')),
  'values of a chart': blockScalar('env:\n  database: "off"\ndblessConfig:\n  config:', 4),
  'a compose file': blockScalar(
    'services:\n  kong:\n    image: kong:3.9\nconfigs:\n  kong:\n    content:',
    6,
  ),
  'cloud-init': blockScalar('#cloud-config\nwrite_files:\n  - path: /etc/kong.yml\n    content:', 6),
  'an Ansible task': blockScalar(
    '- hosts: all\n  tasks:\n    - copy:\n        dest: /k.yml\n        content:',
    10,
  ),
  'a List of ConfigMaps': blockScalar(
    'apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n  data:\n    kong.yml:',
    6,
  ),
  'a fence of Markdown': lines('text', '# Title\n\nText.\n\n```yaml\n', '```\n\nMore.\n'),
  'a fence in a list': lines('text', '1. Step\n\n   ```yaml\n', '   ```\n', 3),
  'a here-document': lines('text', '#!/bin/sh\nset -e\ncat > kong.yml <<EOF\n', 'EOF\nkong start\n'),
  'a quoted here-document': lines('text', "cat <<-'YML' | kong config parse -\n", 'YML\n'),
  Terraform: lines(
    'text',
    'resource "kubernetes_config_map" "c" {\n  data = {\n    "kong.yml" = <<-EOT\n',
    '    EOT\n  }\n}\n',
    6,
  ),
  'a script in a pipeline': {
    format: 'yaml',
    write: (document) =>
      `jobs:\n  a:\n    steps:\n      - run: |\n          cat > kong.yml <<EOF\n${indent(document, 10)}          EOF\n          deck sync\n`,
    isEditable: true,
  },
  'a ConfigMap in a fence': {
    format: 'text',
    write: (document) => `Apply:\n\n\`\`\`yaml\n${configMap} |\n${indent(document, 4)}\`\`\`\n`,
    isEditable: true,
  },
  'a quoted text': {
    format: 'yaml',
    write: (document) => `data:\n  kong.yml: ${JSON.stringify(document)}\n`,
    isEditable: false,
  },
  'a text of JSON': {
    format: 'json',
    write: (document) => JSON.stringify({ kind: 'ConfigMap', data: { 'kong.yml': document } }, null, 1),
    isEditable: false,
  },
  'data of a Secret': {
    format: 'yaml',
    write: (document) =>
      `kind: Secret\ndata:\n  kong.yml: ${Buffer.from(document).toString('base64')}\ntype: Opaque\n`,
    isEditable: false,
  },
};

const carrier = fc.constantFrom(...Object.entries(carriers));

const namesOf = (text: string, format: DocumentFormat) =>
  readDocument(text, format).routes.map(({ body }) => dataOfRoute(body).name);

suite('Kong documents in files of other tools', () => {
  for (const [kind, { format, write }] of Object.entries(carriers)) {
    test(`${kind}: every route is read, with its place`, () => {
      fc.assert(
        fc.property(document, ({ text, names }) => {
          const whole = write(text);
          const read = readDocument(whole, format);
          assert.deepEqual(
            read.routes.map(({ body }) => dataOfRoute(body).name).sort(),
            [...names].sort(),
            whole,
          );
          assert.deepEqual(read.unread, []);
          assert.deepEqual(read.syntaxProblems, []);
          for (const { start, body } of read.routes) {
            assert.ok(start >= 0 && start + body.span.end <= whole.length);
            const entry = body.entries.find(({ key }) => key === 'name')!;
            const written = whole.slice(start + entry.value.span.start, start + entry.value.span.end);
            if (!kind.startsWith('data'))
              assert.ok(written.includes(String(dataOfRoute(body).name)), written);
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  test('several in one file: each is read or reported as not read', () => {
    const encrypted = 'sops: {}\ndata:\n  kong.yml: ENC[AES256_GCM,data:_format_version,iv:a]\n';
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...Object.entries(carriers).filter(([, { format }]) => format === 'yaml')),
            document,
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (all) => {
          const whole = all.map(([[, { write }], { text }]) => write(text)).join('---\n');
          const names = all.flatMap(([, { names }]) => names);
          assert.deepEqual(namesOf(whole, 'yaml').sort(), names.sort(), whole);
        },
      ),
      { numRuns: 100 },
    );
    assert.equal(readDocument(encrypted, 'yaml').routes.length, 0);
  });

  test('any place in any text: a route is read, or reported as not read', () => {
    const around = fc.stringMatching(/^[a-z#:"'`{}\n -]{0,40}$/);
    let unread = 0;
    fc.assert(
      fc.property(
        around,
        blockDocument,
        around,
        fc.nat(6),
        fc.constantFrom<DocumentFormat>('yaml', 'text'),
        (before, { text, names }, after, by, format) => {
          const whole = `${before}\n${indent(text, by)}\n${after}`;
          const read = readDocument(whole, format);
          const isReported = read.unread.length > 0 || read.syntaxProblems.length > 0;
          if (isReported) unread++;
          else
            assert.deepEqual(
              read.routes.map(({ body }) => dataOfRoute(body).name).sort(),
              [...names].sort(),
              whole,
            );
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(unread > 10);
  });

  test('a conversion is written in place, and nothing else changes', () => {
    let edited = 0;
    fc.assert(
      fc.property(carrier, document, ([, { format, write, isEditable }], { text }) => {
        const whole = write(text);
        const read = readDocument(whole, format);
        const results = rewriteRoutes(
          read,
          read.routes.map((route) => ({
            route,
            remove: new Set(['paths']),
            insert: [
              ['expression', 'http.path == "/a"'],
              ['priority', 1],
            ],
            copies: [],
          })),
        );
        if (!isEditable) {
          assert.ok(results.every((result) => 'refused' in result));
          return;
        }
        const edits = results.flatMap((result) => ('refused' in result ? [] : result.edits));
        const after = readDocument(applyEdits(whole, edits), format);
        assert.equal(edits.length > 0, true, whole);
        edited++;
        for (const [i, { body }] of after.routes.entries()) {
          const { paths: _, ...kept } = dataOfRoute(read.routes[i]!.body);
          if ('refused' in results[i]!) continue;
          assert.deepEqual(dataOfRoute(body), { ...kept, expression: 'http.path == "/a"', priority: 1 });
        }
        assert.deepEqual(rereadDocument(read, after.text), after);
      }),
      { numRuns: 150 },
    );
    assert.ok(edited > 50);
  });
});
