/**
 * Jobs of Nomad: a task has its image in `config`, its environment in `env` and in templates with `env = true`.
 * Source: hashicorp/nomad `jobspec2/`, documentation "Job specification".
 */

import { type Block, type Body, type Expression, readHcl } from '../../hcl/index.js';
import { nameOf, type SourceFile } from '../../text/index.js';
import type { Given, Unknown } from '../settings/index.js';
import { type Insertion, lineBreak, type TracedText, written } from '../sources/index.js';
import type { DeclaredContainer } from './container-gateway.js';

/** @returns nothing for a file of another kind */
export function nomadContainers(file: SourceFile): DeclaredContainer[] {
  if (!/\.(?:nomad|hcl)$/i.test(nameOf(file.uri)) || !/^\s*job\s+"/m.test(file.text)) return [];
  const { body } = readHcl(file.text);
  return blocks(body, 'job').flatMap((job) => {
    const groups = blocks(job.body, 'group');
    return [...groups, ...(groups.length === 0 ? [job] : [])].flatMap((group) =>
      blocks(group.body, 'task').map((task) => taskIn(file, task, group)),
    );
  });
}

function taskIn(file: SourceFile, task: Block, group: Block): DeclaredContainer {
  const [label] = task.labels;
  const { uri } = file;
  const configs = blocks(task.body, 'config');
  const image = configs.flatMap((config) => attribute(config.body, 'image') ?? [])[0];
  const count = attribute(group.body, 'count');
  const command = configs
    .flatMap((config) =>
      ['entrypoint', 'command', 'args'].flatMap((name) => attribute(config.body, name) ?? []),
    )
    .map(({ span }) => file.text.slice(span.start, span.end).replaceAll(/[[\]",]/g, ' '))
    .join(' ');
  const text = image && textIn(file, image);
  return {
    kind: 'nomad-task',
    name: label?.text ?? nameOf(uri),
    place: { uri, span: label?.span ?? task.typeSpan },
    image: text && !('unknown' in text) ? { text, place: placeIn(file, image) } : null,
    environment: environmentOf(file, task),
    command: command.trim(),
    mounts: [],
    replicas: count ? (count.kind === 'literal' ? Number(count.value) : null) : 1,
    rollout: 'rolling',
    unseen: null,
    insertion: insertionOf(file, task),
  };
}

const blocks = (body: Body, type: string): Block[] =>
  body.items.filter((item): item is Block => item.kind === 'block' && item.type === type);

function attribute(body: Body, name: string): Expression | undefined {
  for (const item of body.items) if (item.kind === 'attribute' && item.name === name) return item.value;
  return undefined;
}

function environmentOf(file: SourceFile, task: Block): Map<string, Given> {
  const { uri } = file;
  const environment = new Map<string, Given>();
  for (const env of blocks(task.body, 'env')) {
    for (const item of env.body.items) {
      if (item.kind !== 'attribute') continue;
      environment.set(item.name, {
        keyPlace: { uri, span: item.nameSpan },
        place: placeIn(file, item.value),
        value: textIn(file, item.value),
      });
    }
  }
  for (const template of blocks(task.body, 'template')) {
    const isEnvironment = attribute(template.body, 'env');
    const data = attribute(template.body, 'data');
    if (isEnvironment?.kind !== 'literal' || isEnvironment.value !== true || data?.kind !== 'template')
      continue;
    const { start, end } = data.content;
    const line = /^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*(["']?)([^\r\n]*?)\2[ \t]*$/gm;
    for (const { index, 0: whole, 1: name, 2: quote, 3: value } of file.text
      .slice(start, end)
      .matchAll(line)) {
      const keyStart = start + index + whole.indexOf(name!);
      const valueStart = start + index + whole.lastIndexOf(`${quote}${value}${quote}`) + quote!.length;
      environment.set(name!, {
        keyPlace: { uri, span: { start: keyStart, end: keyStart + name!.length } },
        place: { uri, span: { start: valueStart, end: valueStart + value!.length } },
        value: value!.includes('{{') ? { unknown: { source: 'nomad' } } : written(uri, valueStart, value!),
      });
    }
  }
  return environment;
}

/** Without its quotes. */
function placeIn({ uri }: SourceFile, value: Expression) {
  return { uri, span: value.kind === 'template' ? value.content : value.span };
}

function textIn(file: SourceFile, value: Expression): TracedText | Unknown {
  const { span } = placeIn(file, value);
  const text = file.text.slice(span.start, span.end);
  const isText =
    value.kind === 'template' ? value.parts.every(({ kind }) => kind === 'text') : value.kind === 'literal';
  return isText && !text.includes('\\')
    ? written(file.uri, span.start, text)
    : { unknown: { source: 'nomad' } };
}

function insertionOf({ uri, text }: SourceFile, task: Block): Insertion | null {
  const [env] = blocks(task.body, 'env');
  const at = env?.open ?? task.open;
  if (at === null) return null;
  const lineStart = text.lastIndexOf('\n', (env ?? task).span.start) + 1;
  const indent = `${/^[ \t]*/.exec(text.slice(lineStart))![0]}  `;
  const eol = lineBreak(text);
  const line = `KONG_ROUTER_FLAVOR = "%s"`;
  return {
    place: { uri, span: { start: at + 1, end: at + 1 } },
    text: env ? `${eol}${indent}${line}` : `${eol}${indent}env {${eol}${indent}  ${line}${eol}${indent}}`,
  };
}
