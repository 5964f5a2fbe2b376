/**
 * Whatever is written into a document: the routes that are found, and those that are reported as not read, are the routes that
 * are in it. Where a file is not read completely, that is reported.
 */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isReadCompletely } from '../../server/checks/index.js';
import { type DocumentFormat, readDocument } from '../../server/documents/index.js';

/** How many routes are in a text, by what is said of it; `null` if it is said that there may be more. */
function counted(text: string, format: DocumentFormat): number | null {
  const document = readDocument(text, format);
  if (!isReadCompletely(document) || document.unread.some(({ routes }) => routes === null)) return null;
  return document.routes.length + document.unread.reduce((sum, { routes }) => sum + routes!, 0);
}

const word = fc.constantFrom(
  'a',
  'orders',
  'x-y',
  '1',
  'true',
  'null',
  'ü',
  'a: b',
  '# c',
  "it's",
  'say "x"',
  '${A}',
);

const route = fc.record(
  {
    name: word,
    paths: fc.array(fc.constantFrom('/a', '~/a$', '/a/{id}', '/#x', '/é', 'no', '', '/${PATH_A}'), {
      minLength: 1,
      maxLength: 3,
    }),
    hosts: fc.array(word, { maxLength: 2 }),
    expression: fc.constantFrom(
      'http.path == "/a"',
      'http.path ^= "/a" &&\nhttp.host == "x"',
      'nonsense',
      '',
    ),
    headers: fc.dictionary(fc.constantFrom('x-a', 'x_b'), fc.array(word, { maxLength: 2 })),
    strip_path: fc.constantFrom<unknown>(true, 'yes', null),
    tags: fc.array(word, { maxLength: 2 }),
    plugins: fc.array(fc.record({ name: word, config: fc.dictionary(word, word) }), { maxLength: 1 }),
  },
  { requiredKeys: ['paths'] },
);

const service = fc.record({
  name: word,
  url: fc.constantFrom('http://a', 'https://b:8443/x'),
  routes: fc.array(route, { maxLength: 3 }),
});

const content = fc
  .record({
    services: fc.array(service, { maxLength: 3 }),
    routes: fc.array(route, { maxLength: 3 }),
    before: fc.boolean(),
    upstreams: fc.array(fc.record({ name: word }), { maxLength: 1 }),
  })
  .map(({ services, routes, before, upstreams }) => {
    const lists = before ? { routes, services } : { services, routes };
    const size = routes.length + services.reduce((sum, { routes: own }) => sum + own.length, 0);
    return { data: { _format_version: '3.0', ...lists, upstreams }, size };
  });

/** How it is written as YAML. */
const style = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 40, 120),
  defaultStringType: fc.constantFrom(
    'PLAIN',
    'QUOTE_DOUBLE',
    'QUOTE_SINGLE',
    'BLOCK_LITERAL',
    'BLOCK_FOLDED',
  ),
  collectionStyle: fc.constantFrom('any', 'flow'),
  isJson: fc.boolean(),
});

const written = fc.tuple(content, style).map(([{ data, size }, { isJson, ...options }]) => ({
  text: isJson
    ? `${JSON.stringify(data, null, options.indent)}\n`
    : stringify(data, { ...options, aliasDuplicateObjects: false } as object),
  size,
}));

type Carrier = (text: string) => { readonly text: string; readonly format: DocumentFormat };

const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

/** A quoted text of YAML as it is read, whatever is in it: JSON's is one. */
const carriers: Readonly<Record<string, Carrier>> = {
  'a file of its own': (text) => ({ text, format: 'yaml' }),
  'several documents': (text) => ({ text: `---\n# none\n---\n${text}---\nother: true\n`, format: 'yaml' }),
  'ConfigMap, lines': (text) => ({
    text: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kong\ndata:\n  kong.yml: |\n${indented(text, '    ')}`,
    format: 'yaml',
  }),
  'ConfigMap, quoted': (text) => ({
    text: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kong\ndata:\n  kong.yml: ${JSON.stringify(text)}\n`,
    format: 'yaml',
  }),
  'Secret, base64': (text) => ({
    text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: kong\ndata:\n  kong.yml: ${Buffer.from(text).toString('base64')}\n`,
    format: 'yaml',
  }),
  'values of a chart': (text) => ({
    text: `ingressController:\n  enabled: false\ndblessConfig:\n  config: |\n${indented(text, '    ')}env:\n  database: "off"\n`,
    format: 'yaml',
  }),
  'configs of compose': (text) => ({
    text: `services:\n  kong:\n    image: kong:3.9\nconfigs:\n  kong:\n    content: |\n${indented(text, '      ')}`,
    format: 'yaml',
  }),
  'here-document of Terraform': (text) => ({
    text: `resource "local_file" "kong" {\n  filename = "kong.yml"\n  content  = <<-EOT\n${indented(text, '    ')}  EOT\n}\n`,
    format: 'hcl',
  }),
  'fence of Markdown': (text) => ({
    text: `# Kong\n\nWrite:\n\n\`\`\`yaml\n${text}\`\`\`\n\nThen load it.\n`,
    format: 'text',
  }),
};

suite('the number of routes', () => {
  for (const [name, carry] of Object.entries(carriers)) {
    test(name, () => {
      fc.assert(
        fc.property(written, ({ text, size }) => {
          const carried = carry(text);
          assert.equal(counted(carried.text, carried.format), size, carried.text);
        }),
        { numRuns: 150 },
      );
    });
  }

  test('a text with a fault has no fewer routes, or it is said that it may have more', () => {
    let faults = 0;
    let complete = 0;
    const plain = written.filter(({ size }) => size > 1);
    const cut = fc.tuple(plain, fc.nat(), fc.constantFrom(...'[]{}"\'\t:-'), fc.boolean());
    fc.assert(
      fc.property(cut, ([{ text, size }, at, character, isTaken]) => {
        const from = at % text.length;
        const changed =
          text.slice(0, from) + (isTaken ? '' : character) + text.slice(from + (isTaken ? 1 : 0));
        const document = readDocument(changed, 'yaml');
        if (document.kind === null || document.syntaxProblems.length === 0) return;
        faults++;
        const found = counted(changed, 'yaml');
        if (found === null) return;
        complete++;
        assert.ok(found >= size, `${found} of ${size}:\n${changed}`);
      }),
      { numRuns: 1500 },
    );
    assert.ok(faults > 200 && complete > 10, `${complete} of ${faults}`);
  });
});
