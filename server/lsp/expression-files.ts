/**
 * For requests about files that are an expression, and no others: whoever offers to format or to fold YAML is asked
 * instead of those who know all of it.
 */
export const ofExpressions = { documentSelector: [{ language: 'kong-expression' }] };
