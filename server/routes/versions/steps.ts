/** Words for the rows of the table. */

import type { Consequence, Outcome, Step, Steps, VersionRow } from './outcome.js';

/** From a version on, and from patches of older Enterprise lines on. */
export const rejected = (since: string, ...backports: string[]): Step => ({
  since,
  backports,
  outcome: 'rejected',
});
export const effective = (since: string, ...backports: string[]): Step => ({
  since,
  backports,
  outcome: 'in-effect',
});
export const idle = (since: string, consequence?: Consequence): Step => ({
  since,
  outcome: 'without-effect',
  ...(consequence && { consequence }),
});

/** The same in every flavor, and in 2.x. */
export const everywhere = (steps: Steps, source: string): VersionRow => ({
  two: steps,
  traditional: steps,
  traditional_compatible: steps,
  expressions: steps,
  source,
});

/** Of something that only routes with an `expression` have. */
export const inExpressions = (steps: Steps, source: string): VersionRow => ({
  two: 'rejected',
  traditional: 'rejected',
  traditional_compatible: 'rejected',
  expressions: steps,
  source,
});

/** Of a traditional field: `expressions` has none before 3.7 (Kong/kong#12667). */
export const inFields = (
  {
    two,
    traditional,
    compatible,
    expressions,
  }: {
    readonly two: Steps;
    readonly traditional: Steps;
    readonly compatible: Steps;
    /** From 3.7 on. */
    readonly expressions: Outcome | readonly [Step, ...Step[]];
  },
  source: string,
): VersionRow => ({
  two,
  traditional,
  traditional_compatible: compatible,
  expressions: [
    rejected('3.0'),
    ...(typeof expressions === 'string' ? [{ since: '3.7', outcome: expressions }] : expressions),
  ],
  source,
});
