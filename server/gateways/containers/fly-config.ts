/**
 * Apps on Fly.io: `fly.toml` has the image (`[build] image`) and the environment (`[env]`).
 * Source: Fly.io documentation, "App configuration (fly.toml)".
 */

import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { nameOf, type SourceFile } from '../../text/index.js';
import type { Given } from '../settings/index.js';
import { type Insertion, lineBreak, type TracedText } from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';

/** @returns nothing for a file of another kind, and for TOML that cannot be read */
export function flyContainers(file: SourceFile): DeclaredContainer[] {
  if (!/^fly(?:\.[\w-]+)*\.toml$/.test(nameOf(file.uri))) return [];
  const table = readToml(file.text);
  if (!table) return [];
  const values = valuesIn(table, []);
  const app = values.find(({ path }) => path.join('.') === 'app');
  const image = values.find(({ path }) => path.join('.') === 'build.image');
  const environment = new Map<string, Given>();
  for (const { path, key, value } of values) {
    if (path[0] !== 'env' || path.length !== 2) continue;
    environment.set(path[1]!, {
      keyPlace: place(file, key),
      place: inside(file, value),
      value: textIn(file, value),
    });
  }
  return [
    {
      kind: 'fly-app',
      name: app ? String(getStaticTOMLValue(app.value)) : nameOf(file.uri),
      place: app ? place(file, app.value) : { uri: file.uri, span: { start: 0, end: 0 } },
      image: image ? { text: textIn(file, image.value), place: inside(file, image.value) } : null,
      environment,
      command: values
        .filter(({ path }) => path[0] === 'processes' || path.join('.') === 'experimental.cmd')
        .map(({ value }) => String(getStaticTOMLValue(value)))
        .join(' && '),
      mounts: [],
      replicas: null,
      rollout: 'rolling',
      unseen: null,
      insertion: insertionOf(file, table),
    },
  ];
}

/** A file that is being typed may not be TOML yet: the parser throws, and the file declares nothing until it is complete. */
function readToml(text: string): AST.TOMLTopLevelTable | null {
  try {
    return parseTOML(text).body[0];
  } catch {
    return null;
  }
}

interface Value {
  readonly path: readonly string[];
  readonly key: AST.TOMLKey;
  readonly value: AST.TOMLContentNode;
}

function valuesIn(table: AST.TOMLTopLevelTable | AST.TOMLTable, above: readonly string[]): Value[] {
  return table.body.flatMap((node): Value[] => {
    if (node.type === 'TOMLTable') return valuesIn(node, node.resolvedKey.map(String));
    const path = [...above, ...node.key.keys.map((key) => String(getStaticTOMLValue(key)))];
    return [{ path, key: node.key, value: node.value }];
  });
}

const place = ({ uri }: SourceFile, { range: [start, end] }: { range: AST.Range }) => ({
  uri,
  span: { start, end },
});

const quotesOf = (written: string): number => /^(?:"""|'''|"|'|)/.exec(written)![0].length;

function inside({ uri, text }: SourceFile, { range: [start, end] }: AST.TOMLContentNode) {
  const quotes = quotesOf(text.slice(start, end));
  return { uri, span: { start: start + quotes, end: Math.max(start + quotes, end - quotes) } };
}

function textIn(file: SourceFile, value: AST.TOMLContentNode): TracedText {
  const at = inside(file, value);
  const text = String(getStaticTOMLValue(value));
  const verbatim = file.text.slice(at.span.start, at.span.end) === text;
  return [{ text, place: at, verbatim, variable: null }];
}

function insertionOf({ uri, text }: SourceFile, table: AST.TOMLTopLevelTable): Insertion {
  const eol = lineBreak(text);
  const env = table.body.find((node) => node.type === 'TOMLTable' && node.resolvedKey.join('.') === 'env');
  const at = env?.range[1] ?? text.length;
  const line = `KONG_ROUTER_FLAVOR = "%s"`;
  const before = text === '' || text.endsWith('\n') ? '' : eol;
  return {
    place: { uri, span: { start: at, end: at } },
    text: env ? `${eol}  ${line}` : `${before}${eol}[env]${eol}  ${line}${eol}`,
  };
}
