/** Why the value of a setting is not in the files: codes with closed arguments, and the words. */

type PlainSource =
  | 'config-map'
  | 'docker-compose-rejects'
  | 'environment-file'
  | 'environment-file-in-s3'
  | 'file'
  | 'filled-in-later'
  | 'flux-values'
  | 'nomad'
  | 'pod-field'
  | 'reference'
  | 'secret'
  | 'template'
  | 'terraform'
  | 'values-file';

/** What the value comes from. */
export type UnknownValue =
  | { readonly source: PlainSource }
  /** `name`: `null` if several are part of the value. */
  | { readonly source: 'shell-variable'; readonly name: string | null }
  /** A variable that no file sets. */
  | { readonly source: 'variable'; readonly name: string }
  /** A file that is not in the workspace. */
  | { readonly source: 'missing-file'; readonly path: string }
  /** `variable` without its `_FILE`. */
  | { readonly source: 'file-of-variable'; readonly variable: string }
  | { readonly source: 'vault'; readonly reference: string };

const plain: Readonly<Record<PlainSource, string>> = {
  'config-map': 'a ConfigMap',
  'docker-compose-rejects': 'a value that Docker Compose rejects',
  'environment-file': 'an environment file',
  'environment-file-in-s3': 'an environment file in S3',
  file: 'a file',
  'filled-in-later': 'a value that is filled in later',
  'flux-values': 'values that Flux reads from another source',
  nomad: 'a value that Nomad fills in',
  'pod-field': 'a field of the pod',
  reference: 'a reference',
  secret: 'a secret',
  template: 'a template',
  terraform: 'a value that Terraform computes',
  'values-file': 'a values file',
};

export function unknownValueWords(value: UnknownValue): string {
  switch (value.source) {
    case 'shell-variable':
      return value.name === null ? 'a shell variable' : `the shell variable ${value.name}`;
    case 'variable':
      return `the variable ${value.name}, which no file sets`;
    case 'missing-file':
      return `the file ${value.path}, which does not exist here`;
    case 'file-of-variable':
      return `the file in ${value.variable}_FILE`;
    case 'vault':
      return `the secret ${value.reference}`;
    default:
      return plain[value.source];
  }
}
