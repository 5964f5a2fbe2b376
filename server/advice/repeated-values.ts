/** The same value of a field again. */

import { type FieldLint, removeItem } from './advice.js';

const fields = ['paths', 'hosts', 'methods', 'snis', 'protocols'] as const;

export const repeatedValues: FieldLint = ({ route }) =>
  fields.flatMap((field) => {
    const values = route[field] ?? [];
    if (values.length < 2) return [];
    return values.flatMap((value, i) => {
      if (values.indexOf(value) === i) return [];
      const path = [field, i];
      return [{ code: 'value-repeated', args: { value }, path, change: removeItem(path, value) } as const];
    });
  });
