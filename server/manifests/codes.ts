/** The codes of the problems of manifests, as they are reported next to those of routes and gateways. */

import { type ProblemCode, severities } from '../kubernetes/index.js';
import { manifestProblemTitles, type Severity } from '../problems/index.js';

export type ManifestCode = `kubernetes-${ProblemCode}`;

export const manifestCode = <Code extends ProblemCode>(code: Code): `kubernetes-${Code}` =>
  `kubernetes-${code}`;

/** Every code, in the order of the table in the documentation. */
export const manifestCodes = (Object.keys(severities) as ProblemCode[]).map(manifestCode);

export const isManifestCode = (code: string): code is ManifestCode => code.startsWith('kubernetes-');

const bare = (code: ManifestCode): ProblemCode => code.slice('kubernetes-'.length) as ProblemCode;

export const titleOfCode = (code: ManifestCode): string => manifestProblemTitles[bare(code)];

export const severityOfCode = (code: ManifestCode): Severity => severities[bare(code)];

const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/kubernetes.md';

/** The row about a code. */
export const urlOfCode = (code: ManifestCode): string => `${page}#${code}`;
