/** The recorded cases: manifests, and what the controllers made of them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type ControllerName,
  type ControllerSettings,
  defaultControllerSettings,
  type GeneratedService,
  type Output,
  type ReadManifests,
  readManifests,
  type Translation,
  translate,
} from '../../server/kubernetes/index.js';
import { fixturePath } from '../support/golden.js';

export const casesFolder = fixturePath('kubernetes/cases');

export interface Case {
  readonly id: string;
  readonly tags: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly kong: string;
}

export const cases: readonly Case[] = JSON.parse(readFileSync(join(casesFolder, 'index.json'), 'utf8')).cases;

const readCase = (one: Case, file: string): string => readFileSync(join(casesFolder, one.id, file), 'utf8');

export const manifestOf = (one: Case, controller: ControllerName): string =>
  readCase(one, (controller === 'operator' && one.files['operator-in']) || (one.files.in as string));

/** The gates that were on when the case was recorded. */
export const gatesOf = (one: Case): ReadonlyMap<string, boolean> =>
  new Map(Object.entries(one.flags).filter(([gate]) => gate !== 'SupportRedirectPlugin'));

export const settingsOf = (one: Case, controller: ControllerName): ControllerSettings =>
  settingsFor(controller, { gateway: one.kong.split('.').map(Number), featureGates: gatesOf(one) });

export const settingsFor = (
  controller: ControllerName,
  changes: Partial<ControllerSettings> = {},
): ControllerSettings => ({
  ...defaultControllerSettings,
  controller,
  version: controller === 'kic' ? [3, 5, 13] : [2, 3, 0],
  gateway: [3, 9, 1],
  ...changes,
});

export interface Translated {
  readonly text: string;
  readonly manifests: ReadManifests;
  readonly translation: Translation;
}

export function translateText(text: string, settings: ControllerSettings): Translated {
  const manifests = readManifests([{ file: 'in.yaml', text }]);
  return { text, manifests, translation: translate(manifests.objects, settings) };
}

export const translateCase = (one: Case, controller: ControllerName): Translated =>
  translateText(manifestOf(one, controller), settingsOf(one, controller));

export interface ExpectedState {
  readonly services: readonly Readonly<Record<string, unknown>>[];
}

/** What the controller made; `null` where it was not recorded. */
export function expectedState(one: Case, controller: ControllerName, output: Output): ExpectedState | null {
  const file = (controller === 'operator' && one.files[`operator-${output}`]) || one.files[output];
  if (!file) return null;
  const state = parse(readCase(one, file), { intAsBigInt: true });
  return { services: plain(state.services ?? []) as ExpectedState['services'] };
}

/** Priorities stay big; other numbers are as they are in the translation. */
function plain(value: unknown, key = ''): unknown {
  if (typeof value === 'bigint') return key === 'priority' ? value : Number(value);
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, name)]));
}

/**
 * The services in the form of the recorded ones, sorted.
 *
 * @param isWhole whether everything of a service was recorded
 */
export function stateOf(services: readonly GeneratedService[], isWhole = false) {
  return services
    .map(({ name, id, fields, tags, routes }) => ({
      name,
      ...(isWhole ? { id, ...fields, tags } : { protocol: fields.protocol, path: fields.path }),
      routes: sorted(
        routes.map((route) => ({ ...route.fields, name: route.name, id: route.id, tags: route.tags })),
      ),
    }))
    .sort(byName);
}

export function recordedState({ services }: ExpectedState, isWhole = false) {
  return services
    .map(({ name, routes, plugins: _, ...fields }) => ({
      name: name as string,
      ...(isWhole ? fields : { protocol: fields.protocol, path: fields.path }),
      routes: sorted(
        ((routes as Record<string, unknown>[] | undefined) ?? []).map(({ plugins: _, ...route }) => route),
      ),
    }))
    .sort(byName);
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Routes of one name, which the controllers make by a defect, in the order of their paths. */
const sorted = (routes: readonly Record<string, unknown>[]) =>
  [...routes].sort((a, b) => {
    const key = (route: Record<string, unknown>) => `${route.name} ${JSON.stringify(route.paths)}`;
    return key(a) < key(b) ? -1 : 1;
  });
