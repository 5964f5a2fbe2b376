/** Where a service of a compose file can be given a router flavor. */

import type { SourceFile } from '../../text/index.js';
import type { Setting } from '../model/index.js';
import {
  entry,
  entryInsertion,
  type Insertion,
  itemInsertion,
  valueInsertion,
  type YamlMap,
  type YamlNode,
} from '../sources/index.js';
import type { Project, Service } from './project.js';
import { environmentEntries } from './service-environment.js';

const variable = 'KONG_ROUTER_FLAVOR';

/** @returns `null` if one is written, or where another one would be refused */
export function flavorInsertion(
  service: Service,
  flavor: Setting<unknown>,
  project: Project,
): Insertion | null {
  const layers = service.layers.filter(({ isExtended }) => !isExtended).toReversed();
  if (flavor.origin.kind === 'unknown' && flavor.place) {
    for (const { node } of service.layers.toReversed()) {
      const insertion = passedOn(entry(node, 'environment')?.value, project);
      if (insertion) return insertion;
    }
    return null;
  }
  if (flavor.text !== null || flavor.place) return null;
  const layer = layers.find(({ node }) => isFilled(entry(node, 'environment')?.value)) ?? layers.at(-1);
  // `!reset` of an environment also removes what lower layers write in it.
  return layer && entry(layer.node, 'environment')?.value.tag !== '!reset'
    ? intoEnvironment(layer.node, project, service)
    : null;
}

const isFilled = (node: YamlNode | undefined): boolean => node?.kind === 'map' || node?.kind === 'list';

const fileOf = (project: Project, uri: string): SourceFile | undefined =>
  project.files.find((file) => file.uri === uri);

/** After a name without a value, which the shell sets. */
function passedOn(environment: YamlNode | undefined, project: Project): Insertion | null {
  if (!environment) return null;
  const passed = environmentEntries(environment).find(
    ({ name, value }) => name === variable && value === null,
  );
  const file = passed && fileOf(project, passed.place.uri);
  if (!passed || !file) return null;
  const { place } = passed;
  if (environment.kind === 'list') return { place, text: '=%s' };
  const isAfterColon = file.text[place.span.start - 1] === ':' && place.span.start === place.span.end;
  return { place, text: isAfterColon ? ' %s' : '%s' };
}

function intoEnvironment(node: YamlMap, project: Project, service: Service): Insertion | null {
  const environment = entry(node, 'environment');
  const value = environment?.value;
  const file = fileOf(project, (value ?? node).uri);
  if (!file) return null;
  if (value?.kind === 'map') {
    const own = value.entries.filter(({ merged }) => !merged).map(({ key }) => key);
    return entryInsertion(value, file, variable, '%s', own.toReversed());
  }
  const item = `${variable}=%s`;
  if (value?.kind === 'list' && (value.flow || value.items.length > 0)) {
    return itemInsertion(value, file, { lines: [item], flow: JSON.stringify(item) });
  }
  const step = ' '.repeat(stepOf(node, file, service));
  const lines = { lines: [`${step}${variable}: %s`], flow: `{ "${variable}": "%s" }` };
  if (environment) return valueInsertion(environment, file, lines, node.flow);
  return entryInsertion(node, file, 'environment', lines, ['image', 'container_name', 'build', 'extends']);
}

/** By how much the file indents. */
function stepOf(node: YamlMap, { uri, text }: SourceFile, { place }: Service): number {
  const column = (offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const step = column(node.span.start) - column(place.span.start);
  return place.uri === uri && step > 0 && step <= 8 ? step : 2;
}
