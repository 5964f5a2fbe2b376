/** What both routers say of a conversion, and the sentences about it. */

import { count } from '../text/index.js';
import { proofWords } from './table-messages.js';
import type { ProofRequest } from './table-problem.js';

export type Verification =
  | { readonly kind: 'equal' }
  | {
      readonly kind: 'different';
      /** The routes that get the request; `null` for none. */
      readonly before: string | null;
      readonly after: string | null;
      /** The route is the same, and the service gets another request. */
      readonly isOutcome: boolean;
      /** The conversions keep every request; `traditional`, which runs today, routes it in another way than the other flavors. */
      readonly isFlavor: boolean;
      readonly more: number;
      readonly request: ProofRequest;
    }
  | {
      readonly kind: 'not-verified';
      readonly reason:
        | 'placeholders'
        | 'terraform'
        | 'not-read'
        /** The Gateway rejects a route of the table as it is; what it accepts is proved to keep its requests. */
        | 'rejected'
        /** It would reject one that is left as it is. */
        | 'rejected-after'
        | 'router-not-built'
        | 'not-decided'
        /** Proved for `traditional_compatible`, and not for `traditional`, which runs today. */
        | 'traditional';
    };

export function verificationWords(verification: Verification): string {
  switch (verification.kind) {
    case 'equal':
      return 'verified: every request goes to the same route';
    case 'different': {
      const { before, after, isOutcome, isFlavor, more, request } = verification;
      const nameOf = (name: string | null) => (name === null ? 'no route' : `route \`${name}\``);
      const goes = isOutcome
        ? `goes to ${nameOf(after)} and reaches its service in another form`
        : `goes to ${nameOf(after)}, not to ${nameOf(before)}`;
      const others = more > 0 ? ` So do requests of ${count(more, 'other pair')} of routes.` : '';
      const why = isFlavor
        ? 'the conversion keeps the routes of every request under `traditional_compatible`, but `traditional` routes some requests differently.'
        : 'after the conversion some requests go elsewhere.';
      return `${why} ${proofWords(request, goes)}${others}`;
    }
    case 'not-verified':
      return `not verified: ${reasons[verification.reason]}`;
  }
}

const reasons: Readonly<Record<Extract<Verification, { kind: 'not-verified' }>['reason'], string>> = {
  terraform: 'the routes of a Terraform module are in several files, and their table is not known',
  placeholders: 'a file of the table has placeholders, so that the table is not known',
  'not-read': 'the converted file could not be read again',
  rejected:
    'Kong rejects a route of the table as it is. Among the routes that it accepts, every request goes to the same route',
  'rejected-after':
    'Kong would reject a route of the table that is left as it is, and with it the whole table; correct or convert that route first, or convert single routes',
  'router-not-built': 'Kong cannot build a router of this table',
  'not-decided': 'both routers agree on all requests that were tried, and that is no proof',
  traditional:
    'every request goes to the same route as under `traditional_compatible`; under `traditional` both routers agree on all requests that were tried, and that is no proof',
};
