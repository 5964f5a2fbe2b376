/** The sentences about routes with values that the files do not show. */

import { listed } from '../text/index.js';

/** Of one route. @param fields those that are not known, or not in full */
export const openFieldsWords = (fields: readonly string[]): string =>
  `This route was checked in part: ${filledInLater(fields)}`;

/** Of all such routes of a file. */
export const openRoutesWords = (routes: number, fields: readonly string[]): string =>
  `${routes === 1 ? '1 route was' : `${routes} routes were`} checked in part: ${filledInLater(fields)}`;

const filledInLater = (fields: readonly string[]): string =>
  `${listed(fields.map((field) => `\`${field}\``))} ${fields.length === 1 ? 'has a value that is' : 'have values that are'} filled in later.`;
