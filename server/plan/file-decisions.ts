/** Decisions about files and routes that the plan could not read completely. */

import { mayBeTemplate, type RouteDocument } from '../documents/index.js';
import { unknownVersion } from '../gateways/index.js';
import type { Gateway } from '../routes/index.js';
import { placeholder as idPlaceholder } from '../terraform/index.js';
import type { Places } from './line-places.js';
import type { PlanRouteFile } from './plan-input.js';
import type { Decision, PlannedTable } from './plan-model.js';

/** Versions that the rules were not made for, each once. */
export function unknownVersions(gateways: readonly Gateway[]): Decision[] {
  const unknown = gateways.flatMap(({ version }) => unknownVersion(version) ?? []);
  const once = new Map(unknown.map((args) => [args.version, args]));
  return [...once.values()].map((args) => ({ about: { code: 'version-unknown', args }, at: null }));
}

/** Terraform needs the ids of the routes that it keeps. */
export const idsToFillIn = (tables: readonly PlannedTable[]): Decision[] =>
  tables.flatMap(({ files }) =>
    files.flatMap(({ routes }) =>
      routes.flatMap(({ name, at, conversion }): Decision[] =>
        conversion?.edit.newText.includes(idPlaceholder)
          ? [{ about: { code: 'fill-in-id', args: { route: name } }, at }]
          : [],
      ),
    ),
  );

/**
 * What is recognised but not read may change with the flavor, too: that is not known. Objects of Kubernetes and resources of
 * Terraform in documentation are examples.
 */
export const notReadIn = (uri: string, { unread }: RouteDocument, places: Places): Decision[] =>
  unread
    .filter(({ reason }) => !documentation.test(uri) || (reason !== 'kubernetes' && reason !== 'terraform'))
    .map(({ reason, what, routes, span }) => ({
      about: { code: 'routes-not-read', args: { reason, what, routes } },
      at: places.at(uri, span),
    }));

const documentation = /\.(?:md|mdx|markdown|adoc|asciidoc|rst)$/i;

/** The readable part of a broken file is not its meaning, and a template is not a table before it is rendered. */
export function cannotRead({ uri, document }: PlanRouteFile, places: Places): Decision {
  const [problem] = document.syntaxProblems;
  const args = {
    format: document.format,
    fault: problem!.fault,
    isTemplate: mayBeTemplate(document.text),
  };
  return {
    about: { code: 'file-not-well-formed', args },
    at: places.at(uri, problem!.span),
  };
}
