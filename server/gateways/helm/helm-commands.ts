/**
 * Releases that commands install: `helm install` and `helm upgrade` with their files of values and `--set`.
 * Source: helm/helm `pkg/cmd/install.go`, `pkg/strvals/parser.go`.
 */

import { append, FilesByUri, folderOf, resolvePath, type SourceFile } from '../../text/index.js';
import { hasCommands, type ShellWord, wordsAt, wordText } from '../containers/index.js';
import { shellVariable, type YamlMap, type YamlNode, type YamlScalar } from '../sources/index.js';
import { mergeValues, valueAt } from './chart-values.js';
import { fileLayer, release } from './installation.js';
import type { Layer, Release } from './release.js';

const command =
  /(?<![\w./-])helm[ \t]+(?:-[\w-]+(?:[= \t]+[\w./-]+)?[ \t]+)*(?:install|upgrade|template)(?![\w-])/g;

/** Options without a value. */
const flags =
  /^(?:--(?:atomic|cleanup-on-fail|create-namespace|debug|dependency-update|devel|dry-run|force|generate-name|install|no-hooks|render-subchart-notes|replace|reset-values|reuse-values|reset-then-reuse-values|skip-crds|skip-tests|take-ownership|verify|wait|wait-for-jobs|hide-notes|include-crds)(?:=.*)?|-[gi])$/;

/** @param files of the workspace, whichever they are */
export function commandReleases(files: readonly SourceFile[]): Release[] {
  const byUri = new FilesByUri(files);
  return files
    .filter((file) => hasCommands(file) && /\bhelm\b[^\n]*\b(?:install|upgrade|template)\b/.test(file.text))
    .flatMap((file) =>
      [...file.text.matchAll(command)].flatMap(({ index, 0: found }) => {
        const line = file.text.slice(file.text.lastIndexOf('\n', index) + 1, index);
        return /^[ \t]*(?:#|\/\/)/.test(line) ? [] : releaseOf(file, index, index + found.length, byUri);
      }),
    );
}

function releaseOf(file: SourceFile, start: number, after: number, files: FilesByUri): Release[] {
  const words = wordsAt(file.uri, file.text, after);
  const named: ShellWord[] = [];
  const layers: (Layer | null)[] = [];
  const options = new Map<string, string>();
  const sets: YamlMap[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const text = wordText(word);
    if (!text.startsWith('-')) named.push(word);
    else if (!flags.test(text)) {
      const long = /^(--[\w-]+)=/.exec(text);
      const value = long ? part(word, long[0].length) : words[++at];
      if (!value) break;
      const option = long?.[1] ?? text;
      if (option === '-f' || option === '--values') {
        for (const path of wordText(value).split(',')) {
          const found = files.get(resolvePath(folderOf(file.uri), path));
          layers.push(found ? fileLayer(found) : null);
        }
      } else if (option === '--set' || option === '--set-string') append(sets, settingsIn(value, file));
      else options.set(option, wordText(value));
    }
  }
  const chart = named.at(-1);
  if (!chart) return [];
  const name = named.length > 1 ? wordText(named[0]!) : wordText(chart);
  const [first, ...others] = sets;
  return release({
    file,
    chart: wordText(chart),
    repository: options.get('--repo') ?? null,
    version: options.get('--version') ?? null,
    name,
    namespace: options.get('--namespace') ?? options.get('-n') ?? null,
    place: { uri: file.uri, span: { start, end: after } },
    layers: [
      ...layers.flatMap((layer) => layer ?? []),
      ...(first ? [{ file, values: others.reduce(mergeValues, first), writable: null }] : []),
    ],
    unseen: layers.includes(null) ? { source: 'values-file' } : null,
  });
}

const part = (word: ShellWord, from: number): ShellWord => ({ ...word, start: word.start + from });

/** `a.b=c,d=e` of a word; a comma after a backslash is text. */
function settingsIn(word: ShellWord, { uri, text }: SourceFile): YamlMap[] {
  const written = text.slice(word.start, word.end);
  // Only literal text has places; an unknown variable makes the value unknown.
  const quote = /^["']/.exec(written)?.[0].length ?? 0;
  const start = word.start + quote;
  const inside = written.slice(quote, written.length - quote);
  const found: YamlMap[] = [];
  for (const { index, 1: key, 2: value } of inside.matchAll(/((?:\\.|[^=,\\])+)=((?:\\.|[^,\\])*)(?:,|$)/g)) {
    const at = start + index;
    const node = (text: string | null, from: number, length: number): YamlScalar => ({
      kind: 'scalar',
      uri,
      span: { start: from, end: from + length },
      text,
      quoted: false,
      verbatim: text !== null,
      ...(text === null && {
        pieces: [
          {
            text: null,
            place: { uri, span: { start: from, end: from + length } },
            verbatim: false,
            variable: shellVariable,
          },
        ],
      }),
    });
    const valueStart = at + key!.length + 1;
    const unquoted = /^(["'])(.*)\1$/.exec(value!);
    const known: YamlNode = /[$`]/.test(value!)
      ? node(null, valueStart, value!.length)
      : unquoted
        ? node(unquoted[2]!, valueStart + 1, unquoted[2]!.length)
        : node(value!.replaceAll(/\\(.)/g, '$1'), valueStart, value!.length);
    found.push(valueAt(key!, node(key!, at, key!.length), known));
  }
  return found;
}
