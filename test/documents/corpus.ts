/** The files that tests of these folders read: real ones where they are at hand, and texts that hold what those do not. */

import { type DocumentFormat, readDocument } from '../../server/documents/index.js';
import { corpusFolder, namesIn, readFrom } from '../support/corpus-folder.js';

export interface File {
  readonly name: string;
  readonly format: DocumentFormat;
  readonly text: string;
}

export const corpus: readonly File[] = namesIn(corpusFolder)
  .filter((name) => /\.(ya?ml|json|tf|tpl)$/.test(name))
  .map((name) => ({
    name,
    format: name.endsWith('.json') ? 'json' : 'yaml',
    text: readFrom(corpusFolder, name),
  }));

const everyStyle = `_format_version: "3.0"
_comment: &shared
  strip_path: false
  protocols: [http, https]
services:
  - name: s
    url: http://a
    routes:
      - name: one
        <<: *shared
        paths:
          - /a # trailing
          # between
          - "~/b\\u0041\\
             c"
      - name: two
        expression: |+
          http.path == "/a"

            && http.method == "GET"


      - &three
        name: three
        expression: >2-
            folded
           more
          x
        tags: [a, 'b''c', "d"]
      - *three
      -   name: four
          hosts: ['a
            b', c]
          methods:
          - GET
          # the last words on four
routes:
- name: top
  expression: a multi
    line plain
  headers: {x-a: [b, c]}
- name: top2 # c
  paths: [/z]
  tags:
# low comment
  - a
- { name: flow, paths: [/f], # why
    methods: [GET], tags: [x] }
- paths: [/first]
  # between the keys
  name: last`;

const compactJson =
  '{"_format_version":"3.0","routes":[{"name":"a","paths":["/a"],"tags":[]},{"name":"b","hosts":["b"]}]}';

const prettyJson = `{
  "_format_version": "3.0",
  "services": [
    { "name": "s", "url": "http://a", "routes": [
      { "name": "a", "paths": ["/a\\u0041", "\\ud83d\\ude00"], "priority": 12345678901234567890 },
      {
        "name": "b",
        "expression": "http.path == \\"/x\\"",
        "headers": { "x": ["y"] }
      },
      {}
    ] }
  ],
  "routes": [ { "name": "t", "hosts": ["h"] } ]
}
`;

export const fixtures: readonly File[] = [
  { name: 'every style', format: 'yaml', text: everyStyle },
  { name: 'every style, CRLF', format: 'yaml', text: everyStyle.replaceAll('\n', '\r\n') },
  {
    name: 'several documents',
    format: 'yaml',
    text: `${everyStyle}\n---\n${everyStyle}\n---\nroutes:\n- paths: [/x]\n  name: y\n---\na: b\n`,
  },
  { name: 'compact JSON', format: 'json', text: compactJson },
  { name: 'pretty JSON', format: 'json', text: prettyJson },
  { name: 'pretty JSON, CRLF', format: 'json', text: prettyJson.replaceAll('\n', '\r\n') },
  { name: 'JSON read as YAML', format: 'yaml', text: prettyJson },
  { name: 'without a version', format: 'yaml', text: 'routes:\n- paths: [/x]\n  name: y\n- paths: [/z]\n' },
  { name: 'one route', format: 'yaml', text: 'name: a\npaths:\n- /a\n# end\n' },
];

/** All files that hold routes. */
export function filesWithRoutes(): readonly File[] {
  return [...fixtures, ...corpus].filter(({ text, format }) => readDocument(text, format).routes.length > 0);
}
