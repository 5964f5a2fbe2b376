/** What the rest of the project may use of the grammar. */
export * from './ast.js';
