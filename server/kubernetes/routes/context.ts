/** The input of each translator, and where it reports what it leaves out. */

import type { ControllerRules, ControllerSettings } from '../controllers/settings.js';
import type { ServiceDraft } from '../kong/draft.js';
import type { Cluster } from '../objects/cluster.js';
import type { KubernetesObject } from '../objects/object.js';
import type { Origin } from '../objects/origin.js';
import { flavorsOf, type ManifestProblem, type Output, problem, type Refusal } from '../problems/codes.js';

/** By name, in the order in which they are made. */
export type Services = Map<string, ServiceDraft>;

/** An object, or a part of one, that the controller ignores and reports in an event. */
export interface RefusedObject {
  readonly object: KubernetesObject;
  readonly refusal: Refusal;
  readonly origin: Origin;
  readonly output: Output;
}

export class TranslationContext {
  readonly cluster: Cluster;
  readonly settings: ControllerSettings;
  readonly rules: ControllerRules;
  readonly output: Output;
  readonly problems: ManifestProblem[] = [];
  readonly refused: RefusedObject[] = [];

  constructor(cluster: Cluster, settings: ControllerSettings, rules: ControllerRules, output: Output) {
    this.cluster = cluster;
    this.settings = settings;
    this.rules = rules;
    this.output = output;
  }

  get isExpression(): boolean {
    return this.output === 'expressions';
  }

  report(...problems: readonly ManifestProblem[]): void {
    for (const one of problems) this.problems.push({ ...one, flavors: flavorsOf(this.output) });
  }

  refuse(object: KubernetesObject, refusal: Refusal, origin: Origin): void {
    this.refused.push({ object, refusal, origin, output: this.output });
    this.report(problem('refused', refusal, origin));
  }
}
