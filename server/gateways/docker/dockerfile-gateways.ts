/** Gateways in Dockerfiles that nothing at hand builds. */

import { FilesByUri, folderOf, nameOf, resolvePath, type SourceFile, uriKey } from '../../text/index.js';
import type { DeclaredGateway, Found } from '../model/index.js';
import {
  confOf,
  declarativeFiles,
  type Launch,
  type Mount,
  runsGateway,
  settingsOf,
  textGiven,
  writtenFlavor,
} from '../settings/index.js';
import { type Insertion, lineBreak, textWithBlanks, unsetVariable, written } from '../sources/index.js';
import { type BuiltImage, readDockerfile } from './dockerfile.js';

/**
 * @param files all files of the workspace that may configure gateways; other kinds of files are skipped
 * @param readFiles `uriKey` of the Dockerfiles that services of compose files build
 */
export function dockerfileGateways(files: readonly SourceFile[], readFiles: ReadonlySet<string>): Found {
  const byUri = new FilesByUri(files);
  const built = files.filter(isDockerfile).flatMap((file) => {
    const image = file.once(imageOf);
    return image ? [{ file, image }] : [];
  });
  return {
    gateways: built.flatMap(({ file, image }) =>
      readFiles.has(uriKey(file.uri)) ? [] : (gatewayOf(file, image, byUri) ?? []),
    ),
    sets: [],
    written: built.flatMap(({ image }) =>
      image.variables
        .filter(({ name }) => name === 'KONG_ROUTER_FLAVOR')
        .map(({ name, ...given }) => writtenFlavor(name, given)),
    ),
  };
}

const isDockerfile = ({ uri, text }: SourceFile): boolean =>
  /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i.test(nameOf(uri)) &&
  !/\.dockerignore$/.test(uri) &&
  /kong/i.test(text);

const imageOf = ({ uri, text }: SourceFile): BuiltImage | null =>
  readDockerfile(written(uri, 0, text), { args: () => undefined, target: null });

function gatewayOf(file: SourceFile, image: BuiltImage, files: FilesByUri): DeclaredGateway | null {
  const { base, environment, command, folder } = image;
  const text = base?.text ?? [];
  const runs = runsGateway({
    name: '',
    image: textWithBlanks(text),
    imageVariable: unsetVariable(text),
    variables: environment.keys(),
    command,
  });
  if (!runs) return null;
  const copies = copiesOf(file, image, files);
  const conf = confOf(copies, command, folder, files);
  const launch: Launch = { image: base, environment, conf: conf.settings, unseen: conf.unseen };
  const settings = settingsOf(launch);
  const declarative = textGiven(launch, 'declarative_config');
  const isUnset =
    settings.flavor.origin.kind === 'kong-default' || (conf.unseen !== null && !settings.flavor.place);
  return {
    id: `dockerfile:${file.uri}`,
    kind: 'dockerfile',
    name: nameOf(file.uri),
    namespace: null,
    place: image.place,
    ...settings,
    reads: [...declarativeFiles([], copies, declarative, files), ...(conf.uri === null ? [] : [conf.uri])],
    replicas: null,
    rollout: 'recreate',
    controlled: null,
    insertion: isUnset ? insertion(file, image) : null,
  };
}

/** What is copied is in the folder of the Dockerfile, or in the folder above it that has the file. */
function copiesOf({ uri }: SourceFile, { copies }: BuiltImage, files: FilesByUri): Mount[] {
  const folders = [folderOf(uri)];
  for (let folder = folderOf(uri); /^\w+:\/\/[^/]*\/./.test(folder); ) {
    folder = folderOf(folder.slice(0, -1));
    folders.push(folder);
  }
  return copies.flatMap(({ source, target }) => {
    const uris = folders.flatMap((folder) => resolvePath(folder, source.replace(/^\/+/, '')) ?? []);
    const uri = uris.find((one) => files.get(one)) ?? uris[0];
    return uri === undefined ? [] : [{ source: uri, target }];
  });
}

/** A line after the last `ENV` of the stage, or after its `FROM`. */
function insertion({ uri, text }: SourceFile, { end }: BuiltImage): Insertion {
  const newLine = text.indexOf('\n', end);
  const lineEnd = newLine === -1 ? text.length : newLine;
  const at = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return {
    place: { uri, span: { start: at, end: at } },
    text: `${lineBreak(text)}ENV KONG_ROUTER_FLAVOR=%s`,
  };
}
