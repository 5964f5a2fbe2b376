/** The input of a format of `check` in addition to the report. */

export interface Context {
  /**
   * A file as the tools around know it: from the root of the repository, with slashes; an absolute path outside of it.
   */
  readonly pathOf: (file: string) => string;
  /** Of this program. */
  readonly version: string;
  /** The text of `docs/problems.md`. */
  readonly problemsPage: string;
}
