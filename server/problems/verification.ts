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
        | 'router-not-built'
        | 'not-decided'
        /** Proved for `traditional_compatible`, and not for `traditional`, which runs today. */
        | 'traditional';
    }
  | {
      readonly kind: 'not-verified';
      readonly reason: /** The Gateway rejects a route of the table as it is; what it accepts is proved to keep its requests. */
        | 'rejected'
        /** It would reject one that is left as it is. */
        | 'rejected-after';
      /** The first route that is rejected. */
      readonly route: string;
      /** The number of other rejected routes. */
      readonly more: number;
    };

/**
 * Whether a conversion is proved to keep every request. Any other conversion, one that changes requests included, is
 * written only if the user confirms it.
 */
export const isVerified = ({ kind }: Verification): boolean => kind === 'equal';

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
      return `not verified: ${notVerifiedWords(verification)}`;
  }
}

type NotVerified = Extract<Verification, { kind: 'not-verified' }>;

function notVerifiedWords(verification: NotVerified): string {
  if (verification.reason !== 'rejected' && verification.reason !== 'rejected-after') {
    return reasons[verification.reason];
  }
  const { reason, route, more } = verification;
  const others = more > 0 ? ` and ${count(more, 'other route')}` : '';
  const left = more > 0 ? 'are left as they are' : 'is left as it is';
  return reason === 'rejected'
    ? `Kong rejects route \`${route}\`${others} of the table as it is. Among the routes that it accepts, every request goes to the same route`
    : `Kong would reject route \`${route}\`${others} of the table, which ${left}, and with ${more > 0 ? 'them' : 'it'} the whole table; correct or convert ${more > 0 ? 'those routes' : 'that route'} first, or convert single routes`;
}

const reasons: Readonly<Record<Exclude<NotVerified['reason'], 'rejected' | 'rejected-after'>, string>> = {
  terraform:
    'the routes of this Terraform module are not known before Terraform runs (`count`, `for_each`), or Terraform refuses one of its files',
  placeholders: 'a file of the table has placeholders, so that the table is not known',
  'not-read': 'the converted file could not be read again',
  'router-not-built': 'Kong cannot build a router of this table',
  'not-decided': 'both routers agree on all requests that were tried, and that is no proof',
  traditional:
    'every request goes to the same route as under `traditional_compatible`; under `traditional` both routers agree on all requests that were tried, and that is no proof',
};
