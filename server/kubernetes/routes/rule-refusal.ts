/** A rule that a controller cannot translate. */

import type { HttpRule } from '../objects/http-route.js';
import type { Value } from '../objects/value.js';
import type { Refusal } from '../problems/codes.js';

/** A rule that cannot be translated removes its whole Kong service with it. */
export class RuleRefusal {
  readonly rule: HttpRule;
  readonly refusal: Refusal;
  readonly place: Value;

  constructor(rule: HttpRule, refusal: Refusal, place: Value) {
    this.rule = rule;
    this.refusal = refusal;
    this.place = place;
  }
}
