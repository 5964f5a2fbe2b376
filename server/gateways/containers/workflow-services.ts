/**
 * Service containers of pipelines: GitHub Actions (`jobs.<job>.services.<name>`, and the job's own `container`) and
 * GitLab CI (`services` with `variables`).
 */

import type { SourceFile } from '../../text/index.js';
import type { Given } from '../settings/index.js';
import {
  at,
  entry,
  entryInsertion,
  type Insertion,
  items,
  ofScalar,
  pathInsertion,
  textOf,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';
import { variablesOf } from './container-parts.js';

/** @returns nothing for a file of another kind */
export function workflowContainers(file: SourceFile): DeclaredContainer[] {
  if (!/\.ya?ml$/i.test(file.uri) || !/\bservices\b|\bcontainer\b/.test(file.text)) return [];
  const [document] = yamlDocuments(file);
  if (document?.kind !== 'map') return [];
  const jobs = at(document, 'jobs');
  if (jobs?.kind === 'map') return jobs.entries.flatMap(({ value }) => githubContainers(value, file));
  return /gitlab-ci/i.test(file.uri)
    ? [document, ...document.entries.map(({ value }) => value)].flatMap((job) =>
        gitlabContainers(job, document, file),
      )
    : [];
}

function githubContainers(job: YamlNode, file: SourceFile): DeclaredContainer[] {
  const services = at(job, 'services');
  const own = entry(job, 'container');
  const declared = [...(services?.kind === 'map' ? services.entries : []), ...(own ? [own] : [])];
  return declared.flatMap(({ key, keySpan, value }) => {
    if (value.kind !== 'map') return [];
    return [
      {
        ...container(
          key,
          { uri: file.uri, span: keySpan },
          at(value, 'image'),
          variablesOf(at(value, 'env')),
        ),
        command: textOf(at(value, 'command')) ?? '',
        insertion: pathInsertion(value, file, ['env', 'KONG_ROUTER_FLAVOR']),
      },
    ];
  });
}

/** The variables of the pipeline and of the job reach every service of the job. */
function gitlabContainers(job: YamlNode, pipeline: YamlMap, file: SourceFile): DeclaredContainer[] {
  return items(at(job, 'services')).map((service) => {
    const image = service.kind === 'map' ? at(service, 'name') : service;
    const variables = [at(pipeline, 'variables'), at(job, 'variables'), at(service, 'variables')];
    const name = textOf(at(service, 'alias')) ?? textOf(image) ?? 'service';
    const environment = new Map(variables.flatMap((map) => [...variablesOf(map)]));
    return {
      ...container(name, { uri: file.uri, span: (image ?? service).span }, image, environment),
      command: items(at(service, 'command'))
        .map((item) => textOf(item) ?? '')
        .join(' '),
      insertion: variablesInsertion(job, file),
    };
  });
}

function variablesInsertion(job: YamlNode, file: SourceFile): Insertion | null {
  if (job.kind !== 'map') return null;
  const variables = at(job, 'variables');
  return variables?.kind === 'map'
    ? entryInsertion(variables, file, 'KONG_ROUTER_FLAVOR', '%s', [])
    : pathInsertion(job, file, ['variables', 'KONG_ROUTER_FLAVOR']);
}

function container(
  name: string,
  place: DeclaredContainer['place'],
  image: YamlNode | undefined,
  environment: ReadonlyMap<string, Given>,
): Omit<DeclaredContainer, 'insertion' | 'command'> {
  const text = image?.kind === 'scalar' ? ofScalar(image) : null;
  return {
    kind: 'pipeline-service',
    name,
    place,
    image: image && text ? { text, place: { uri: image.uri, span: image.span } } : null,
    environment,
    mounts: [],
    replicas: 1,
    rollout: 'recreate',
    unseen: null,
  };
}
