/** Labels of the other places that a problem is about. */

interface RelatedArguments {
  'expression-of-route': Record<never, never>;
  'field-of-route': { field: string };
  'other-resource': Record<never, never>;
  'other-argument': Record<never, never>;
  'route-of-style': { route: string; style: 'expression' | 'fields' };
}

type Related = {
  [Code in keyof RelatedArguments]: {
    readonly code: Code;
    readonly args: Readonly<RelatedArguments[Code]>;
  };
}[keyof RelatedArguments];

export const relatedMessages: {
  readonly [Code in keyof RelatedArguments]: (args: RelatedArguments[Code]) => string;
} = {
  'expression-of-route': () => 'The expression of the same route.',
  'field-of-route': ({ field }) => `\`${field}\` of the same route.`,
  'other-resource': () => 'The other resource.',
  'other-argument': () => 'The other argument.',
  'route-of-style': ({ route, style }) =>
    `Route ${route} has ${style === 'expression' ? 'an `expression`' : 'traditional fields'}.`,
};

export const relatedWords = ({ code, args }: Related): string =>
  (relatedMessages[code] as (args: unknown) => string)(args);
