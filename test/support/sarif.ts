/** The schema of SARIF 2.1.0 (OASIS), as Microsoft's matchers for tests bring it along. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const file = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

// Of draft 4, which this validator reads but for the name of the identifier.
const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
// One of its patterns has a bracket too many, which only a regex without `u` accepts.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile({ $id: id, ...schema });

/** @returns what is wrong with a log */
export const sarifErrors = (log: unknown): readonly unknown[] =>
  validate(log) ? [] : (validate.errors ?? []);
