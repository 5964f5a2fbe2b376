/** Words of a POSIX shell (Shell Command Language, 2.2.2): nothing has a meaning between single quotes. */

export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Without quotes where none are needed. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text));
