/** The schema of SARIF 2.1.0 as OASIS publishes it. It is not part of the repository. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { repositoryRoot } from './vectors.js';

/** Beside the repository, or where `KONG_ROUTES_SARIF_SCHEMA` says. */
const file: string =
  process.env.KONG_ROUTES_SARIF_SCHEMA ??
  fileURLToPath(new URL('../shared/sarif/sarif-schema-2.1.0.json', repositoryRoot));

/** Why logs are not held against the schema; `false` where it is there. */
export const sarifSchemaMissing: string | false = existsSync(file) ? false : `the schema is not at ${file}`;

/** @returns what is wrong with a log */
export function sarifErrors(log: unknown): readonly unknown[] {
  // Of draft 4, which this validator reads but for the name of the identifier.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile({ $id: id, ...schema });
  return validate(log) ? [] : (validate.errors ?? []);
}
