/** The sentence about a regex that could not be judged. */

import type { NotJudged } from '../../grammar/index.js';

const whyNotJudged: Readonly<Record<NotJudged, (engine: string) => string>> = {
  'engine-failed': (engine) => `the copy of ${engine} in Kong Routes failed`,
  'engine-differs': (engine) =>
    `this Gateway version uses an older version of ${engine}, which may read it differently`,
  'size-unknown': (engine) => `it may exceed the size limit of ${engine}, which is 10 MiB`,
};

/** @param what Kong may reject */
export const notJudged = (engine: string, reason: NotJudged, what: string) =>
  `This regex was not checked, because ${whyNotJudged[reason](engine)}. Kong may reject the ${what}. Check the regex with Kong itself.`;
