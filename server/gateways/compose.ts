/** Gateways in compose files, with their environment files. */

import { FilesByAddress, folderOf, resolvePath } from './addresses.js';
import type { DeclaredGateway, Found, SourceFile } from './declared.js';
import { envVariables } from './env-file.js';
import { interpolate, type Lookup } from './interpolation.js';
import { type Given, type Launch, settingsOf } from './launch.js';
import { ofScalar, slice, type TracedText, textWithBlanks } from './traced-text.js';
import { isGatewayImage } from './value.js';
import { at, items, type YamlEntry, type YamlNode, yamlDocuments } from './yaml-tree.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function composeGateways(files: readonly SourceFile[]): Found {
  const byAddress = new FilesByAddress(files);
  const gateways = files.flatMap((file) =>
    servicesIn(file).flatMap((service) => gatewayOf(file, service, byAddress) ?? []),
  );
  return { gateways, sets: [], written: [] };
}

function servicesIn(file: SourceFile): readonly YamlEntry[] {
  if (!/\.ya?ml$/.test(file.uri) || !file.text.includes('services')) return [];
  const [document] = yamlDocuments(file);
  const services = at(document, 'services');
  return services?.kind === 'map' ? services.entries : [];
}

function gatewayOf(file: SourceFile, service: YamlEntry, files: FilesByAddress): DeclaredGateway | null {
  const folder = folderOf(file.uri);
  const dotEnv = files.get(resolvePath(folder, '.env'));
  const variables = new Map(
    (dotEnv ? envVariables(dotEnv, () => undefined) : []).flatMap(({ name, filled }) =>
      filled ? [[name, filled] as const] : [],
    ),
  );
  const lookup: Lookup = (name) => variables.get(name);
  const fill = (node: YamlNode | undefined): TracedText | null => {
    const traced = node?.kind === 'scalar' ? ofScalar(node) : null;
    return traced && interpolate(traced, lookup);
  };

  const image = fill(at(service.value, 'image'));
  if (!image || !isGatewayImage(textWithBlanks(image).trim())) return null;
  const environment = new Map<string, Given>();
  for (const given of environmentOf(at(service.value, 'environment'), lookup))
    environment.set(given.name, given);
  const imageNode = at(service.value, 'image')!;
  const launch: Launch = {
    image: { text: image, place: { uri: imageNode.uri, span: imageNode.span } },
    environment,
    conf: new Map(),
    unseen: null,
  };
  return {
    id: `compose-service:${file.uri}#${service.key}`,
    kind: 'compose-service',
    name: service.key,
    namespace: null,
    place: { uri: file.uri, span: service.keySpan },
    ...settingsOf(launch),
    reads: [],
    replicas: null,
    rollout: 'recreate',
    controlled: null,
    insertion: null,
  };
}

function environmentOf(node: YamlNode | undefined, lookup: Lookup): (Given & { name: string })[] {
  if (node?.kind === 'map') {
    return node.entries.map(({ key, uri, keySpan, value }) => {
      const traced = value.kind === 'scalar' ? ofScalar(value) : null;
      const place = { uri: value.uri, span: value.span };
      return { name: key, keyPlace: { uri, span: keySpan }, place, value: filledValue(key, traced, lookup) };
    });
  }
  return items(node).flatMap((item) => {
    const traced = item.kind === 'scalar' ? ofScalar(item) : null;
    if (!traced) return [];
    const text = textWithBlanks(traced);
    const equals = text.indexOf('=');
    const nameEnd = equals === -1 ? text.length : equals;
    const name = text.slice(0, nameEnd);
    const value = equals === -1 ? null : slice(traced, equals + 1);
    return [
      {
        name,
        keyPlace: slice(traced, 0, nameEnd)[0]!.place,
        place: (value ?? slice(traced, nameEnd))[0]!.place,
        value: filledValue(name, value, lookup),
      },
    ];
  });
}

function filledValue(name: string, traced: TracedText | null, lookup: Lookup): Given['value'] {
  if (!traced) return lookup(name) ?? { unknown: `the variable ${name} of the shell` };
  return interpolate(traced, lookup) ?? { unknown: `a text that Docker Compose refuses` };
}
