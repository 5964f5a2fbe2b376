/** What a module of Terraform says around a route: the service that it refers to. */

import { attributesOf, contextOf, evaluate, plainValue } from '../hcl/index.js';
import { moduleBlocks } from '../terraform/index.js';
import type { TerraformFile } from './document.js';
import type { DocumentScope } from './document-scope.js';

/** A service that is not a resource of this module is not known. */
export function terraformScope({ module }: TerraformFile): DocumentScope {
  return {
    selectTags: [],
    workspace: null,
    serviceOf({ body }) {
      const service = body.terraform?.service ?? null;
      if (!service)
        return body.terraform?.unknown.some(({ path }) => path[0] === 'service') ? undefined : null;
      if (service.kind === 'id') return { id: service.id, name: null };
      const written = service.kind === 'resource' ? serviceData(module, service) : undefined;
      const name = written?.name;
      return typeof name === 'string' ? { id: null, name } : undefined;
    },
    serviceDataOf({ body }) {
      const service = body.terraform?.service ?? null;
      if (!service)
        return body.terraform?.unknown.some(({ path }) => path[0] === 'service') ? undefined : null;
      return service.kind === 'resource' ? serviceData(module, service) : undefined;
    },
  };
}

/** The arguments of a service's resource, which have the names of its fields; `undefined` if one is not known. */
function serviceData(
  module: TerraformFile['module'],
  { type, name }: { readonly type: string; readonly name: string },
): Readonly<Record<string, unknown>> | undefined {
  if (!/_service$/.test(type)) return undefined;
  const found = moduleBlocks(module, 'resource').find(
    ({ block }) => block.labels[0]?.text === type && block.labels[1]?.text === name,
  );
  if (!found) return undefined;
  const context = contextOf(found.file.hcl.text, module.scope);
  const entries = attributesOf(found.block.body).map(
    (attribute) => [attribute.name, plainValue(evaluate(attribute.value, context))] as const,
  );
  const isUnknown = entries.some(([key, value]) => value === undefined && upstream.has(key));
  return isUnknown ? undefined : Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Where a service sends requests. */
const upstream: ReadonlySet<string> = new Set(['protocol', 'host', 'port', 'path', 'url']);
