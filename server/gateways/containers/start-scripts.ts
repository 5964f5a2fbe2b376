/** Scripts that set Kong's variables and run `kong start` themselves. */

import { posix } from 'node:path';
import { folderOf, nameOf, resolvePath, type SourceFile } from '../../text/index.js';
import type { Given, Mount } from '../settings/index.js';
import { lineBreak, slice, textWithBlanks } from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';
import { wordsAt, wordText } from './shell-words.js';

const isScript = ({ uri }: SourceFile): boolean =>
  /\.(?:sh|bash|zsh|mk|just)$|(?:^|\/)(?:GNUmakefile|Makefile|Justfile|entrypoint|start|run)$/i.test(uri);

const start = /(?<![\w./-])kong[ \t]+(?:start|restart|reload)(?![\w-])/g;

/** Commands that run the rest of their line in a container or on another host. */
const otherCommands = /\b(?:docker|podman|nerdctl|docker-compose|kubectl|oc|ssh|echo|printf|nomad)\b/;

const assignment = /(?<![\w$])(KONG_[A-Z0-9_]+)=/g;

/** Without one of these a script says nothing of how Kong runs. */
const kongVariables = ['KONG_ROUTER_FLAVOR', 'KONG_DATABASE', 'KONG_DECLARATIVE_CONFIG', 'KONG_ROLE'];

/** @returns nothing for a file of another kind */
export function scriptContainers(file: SourceFile): DeclaredContainer[] {
  if (!isScript(file) || !/\bkong[ \t]+(?:start|restart|reload)\b/.test(file.text)) return [];
  const { uri, text } = file;
  for (const { index, 0: found } of text.matchAll(start)) {
    const lineStart = text.lastIndexOf('\n', index) + 1;
    const before = text.slice(lineStart, index);
    if (/^[ \t]*#/.test(before) || otherCommands.test(before)) continue;
    const environment = variablesBefore(file, index);
    const command = `${found} ${wordsAt(uri, text, index + found.length)
      .map(wordText)
      .join(' ')}`;
    const conf = /\s(?:-c|--conf)[= ]\s*(\S+)/.exec(command)?.[1];
    if (conf === undefined && !kongVariables.some((name) => environment.has(name))) continue;
    const declarative = environment.get('KONG_DECLARATIVE_CONFIG')?.value;
    const paths = [
      conf,
      declarative && 'unknown' in declarative ? undefined : declarative && textWithBlanks(declarative),
    ];
    return [
      {
        kind: 'start-script',
        name: nameOf(uri),
        place: { uri, span: { start: index, end: index + found.length } },
        image: null,
        environment,
        command,
        mounts: paths.flatMap((path) => (path ? mountOf(path, file) : [])),
        replicas: 1,
        rollout: 'recreate',
        unseen: null,
        insertion: {
          place: { uri, span: { start: lineStart, end: lineStart } },
          text: `${/^[ \t]*/.exec(before)![0]}export KONG_ROUTER_FLAVOR=%s${lineBreak(text)}`,
        },
      },
    ];
  }
  return [];
}

/** A path that counts from the folder of the script. */
function mountOf(path: string, { uri }: SourceFile): Mount[] {
  const source = path.startsWith('/') ? null : resolvePath(folderOf(uri), path);
  return source === null ? [] : [{ source, target: posix.resolve('/', path) }];
}

/** `export NAME=value`, `NAME=value` on its own line, and what is before the command itself; the last one counts. */
function variablesBefore({ uri, text }: SourceFile, end: number): Map<string, Given> {
  const environment = new Map<string, Given>();
  for (const { index, 1: name, 0: found } of text.slice(0, end).matchAll(assignment)) {
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
    if (/^[ \t]*#/.test(before) || otherCommands.test(before)) continue;
    const [word] = wordsAt(uri, text, index);
    if (!word) continue;
    const value = slice(word.text, found.length);
    const isKnown = value.every((piece) => piece.text !== null);
    environment.set(name!, {
      keyPlace: { uri, span: { start: index, end: index + name!.length } },
      place: { uri, span: { start: index + found.length, end: Math.max(word.end, index + found.length) } },
      value: isKnown ? value : { unknown: { source: 'shell-variable', name: null } },
    });
  }
  return environment;
}
