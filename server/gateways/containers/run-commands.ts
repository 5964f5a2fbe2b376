/**
 * `docker run` and its kind, wherever commands are written: scripts, Makefiles, pipelines, Markdown.
 * Source: docker/cli `cli/command/container/opts.go`; `podman run` and `nerdctl run` have the same options.
 */

import type { UnknownValue } from '../../problems/index.js';
import { append, type FilesByUri, folderOf, nameOf, resolvePath, type SourceFile } from '../../text/index.js';
import { envVariables, type Given } from '../settings/index.js';
import { slice, type TracedText } from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';
import { mountOf } from './container-parts.js';
import { type ShellWord, wordsAt, wordText } from './shell-words.js';

/** Files that have commands in them. */
export const hasCommands = ({ uri }: SourceFile): boolean =>
  /\.(?:sh|bash|zsh|mk|md|markdown|ya?ml|bat|ps1|just|bats)$/i.test(uri) ||
  /^(?:Makefile|GNUmakefile|makefile|Justfile|justfile|Jenkinsfile|README|entrypoint|start|run|setup|bootstrap)[^/.]*$/.test(
    nameOf(uri),
  );

const command = /(?<![\w./-])(?:docker|podman|nerdctl)[ \t]+(?:container[ \t]+)?(?:run|create)(?![\w-])/g;

/** Options without a value, long and short. All others have one. */
const flags =
  /^(?:--(?:detach|disable-content-trust|help|init|interactive|no-healthcheck|oom-kill-disable|privileged|publish-all|quiet|read-only|rm|sig-proxy|tty)|-[diPqt]+)$/;

/** @returns nothing for a file of another kind */
export function runContainers(file: SourceFile, files: FilesByUri): DeclaredContainer[] {
  if (!hasCommands(file) || !/\b(?:run|create)\b/.test(file.text)) return [];
  return [...file.text.matchAll(command)].flatMap(({ index, 0: found }) =>
    isComment(file.text, index) ? [] : (containerOf(file, index, index + found.length, files) ?? []),
  );
}

/** Only in a script: in Markdown such a line is a heading, and in YAML it is not a command. */
function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return /^[ \t]*(?:#|\/\/|REM\b)/i.test(line);
}

interface Options {
  readonly name: string | null;
  readonly environment: Map<string, Given>;
  readonly volumes: string[];
  readonly envFiles: string[];
  readonly entrypoint: string;
}

function containerOf(
  file: SourceFile,
  start: number,
  after: number,
  files: FilesByUri,
): DeclaredContainer | null {
  const words = wordsAt(file.uri, file.text, after);
  const read = readOptions(words, file);
  const image = words[read.imageAt];
  if (!image) return null;
  const { name, environment, volumes, envFiles, entrypoint } = read.options;
  let unseen: UnknownValue | null = null;
  for (const path of envFiles) {
    const uri = resolvePath(folderOf(file.uri), path);
    const found = files.get(uri);
    if (!found) unseen = { source: 'missing-file', path };
    else
      for (const [key, given] of variablesIn(found)) if (!environment.has(key)) environment.set(key, given);
  }
  const rest = words.slice(read.imageAt + 1).map(wordText);
  return {
    kind: 'docker-run',
    name: name ?? wordText(image),
    place: { uri: file.uri, span: { start, end: after } },
    image: { text: image.text, place: { uri: file.uri, span: { start: image.start, end: image.end } } },
    environment,
    command: [entrypoint, ...rest].filter((part) => part !== '').join(' '),
    mounts: volumes.flatMap((volume) => mountOf(volume, file)),
    replicas: 1,
    rollout: 'recreate',
    unseen,
    insertion: {
      place: { uri: file.uri, span: { start: image.start, end: image.start } },
      text: '-e KONG_ROUTER_FLAVOR=%s ',
    },
  };
}

function variablesIn(file: SourceFile): [string, Given][] {
  return envVariables(file, () => undefined, 'raw').map(({ name, namePlace, place, filled }) => [
    name,
    { keyPlace: namePlace, place, value: filled ?? { unknown: { source: 'shell-variable', name: null } } },
  ]);
}

/** @returns the options, and the index of the first word that is none: the image */
function readOptions(words: readonly ShellWord[], file: SourceFile): { options: Options; imageAt: number } {
  const environment = new Map<string, Given>();
  const volumes: string[] = [];
  const envFiles: string[] = [];
  let name: string | null = null;
  let entrypoint = '';
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    const text = wordText(word);
    if (!text.startsWith('-') || text === '-') break;
    if (flags.test(text)) continue;
    const [option, inside] = splitOption(text);
    const value = inside === null ? words[++at] : part(word, inside, file);
    if (!value) break;
    const valueText = wordText(value);
    if (option === '-e' || option === '--env') setVariable(environment, value, file);
    else if (option === '--env-file') envFiles.push(valueText);
    else if (option === '-v' || option === '--volume') volumes.push(writtenText(value, file));
    else if (option === '--mount') append(volumes, bindOf(writtenText(value, file)));
    else if (option === '--name') name = valueText;
    else if (option === '--entrypoint') entrypoint = valueText;
  }
  return { options: { name, environment, volumes, envFiles, entrypoint }, imageAt: at };
}

/** `--name=value`, and `-eNAME=value`. @returns how many characters are before the value, if it is in the word */
function splitOption(text: string): [option: string, inside: number | null] {
  const long = /^(--[\w-]+)=/.exec(text);
  if (long) return [long[1]!, long[0].length];
  const short = /^-[evwhupalm](?=[^-])/.exec(text);
  return short && text.length > 2 ? [short[0], 2] : [text, null];
}

/** The end of a word. */
function part(word: ShellWord, from: number, file: SourceFile): ShellWord {
  const isPlain = file.text.slice(word.start, word.end).startsWith(wordText(word).slice(0, from));
  return { start: isPlain ? word.start + from : word.start, end: word.end, text: slice(word.text, from) };
}

/** `NAME=value`; `NAME` alone passes on what the shell has. */
function setVariable(environment: Map<string, Given>, word: ShellWord, { uri, text }: SourceFile): void {
  const written = wordText(word);
  const equals = written.indexOf('=');
  const name = equals === -1 ? written : written.slice(0, equals);
  const whole = { start: word.start, end: word.end };
  const nameStart = /^["']/.test(text.slice(word.start, word.start + 1)) ? word.start + 1 : word.start;
  const value: TracedText | null = equals === -1 ? null : slice(word.text, equals + 1);
  environment.set(name, {
    keyPlace: { uri, span: { start: nameStart, end: nameStart + name.length } },
    place: { uri, span: whole },
    value: value ?? { unknown: { source: 'shell-variable', name } },
  });
}

/** With its variables as they are written: `$PWD` is the one that a path needs. */
const writtenText = ({ start, end }: ShellWord, { text }: SourceFile): string =>
  text.slice(start, end).replaceAll(/["']/g, '');

/** `type=bind,source=./kong.yml,target=/kong.yml` as `source:target`. */
function bindOf(text: string): string[] {
  const fields = new Map(text.split(',').map((field) => field.split('=', 2) as [string, string | undefined]));
  const source = fields.get('source') ?? fields.get('src');
  const target = fields.get('target') ?? fields.get('destination') ?? fields.get('dst');
  return source && target ? [`${source}:${target}`] : [];
}
