/** Which files may say how a Gateway runs, decided from name and text, before they are parsed. */

import type { SourceFile } from '../text/index.js';

/**
 * Names of files that may configure a Gateway: settings, manifests, images, scripts, units. An `env_file` may have any
 * other name; nothing in it shows that it is one.
 *
 * `gatewayFileGlob` has the same names as globs.
 */
const names =
  /\.(?:ya?ml|json|env|conf|tpl|gotmpl|template|j2|toml|service|container|sls|jsonnet|libsonnet|cue|nix|pp|sh|bash|zsh|ps1|mk|just|nomad|hcl|bicep|md|markdown)$|(?:^|\/)(?:\.env|[^/]*\.(?:env|conf)\.)[^/]*$|(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:[.-][^/]*)?$|(?:^|\/)(?:GNUmakefile|Makefile|Justfile|Jenkinsfile|Procfile|Tiltfile|Vagrantfile)[^/.]*$/i;

/** For an editor that watches files. */
export const gatewayFileGlob =
  '**/{*.yaml,*.yml,*.json,*.env,*.conf,*.tpl,*.gotmpl,*.template,*.toml,*.service,*.container,*.sls,*.jsonnet,*.libsonnet,*.cue,*.nix,*.pp,*.sh,*.bash,*.zsh,*.ps1,*.j2,*.mk,*.just,*.nomad,*.hcl,*.bicep,*.md,*.markdown,.env*,*.env.*,*.conf.*,*.tf,*.tofu,*.tfvars,*Dockerfile*,*Containerfile*,*dockerfile*,*akefile,*ustfile,Jenkinsfile,Procfile,Tiltfile,Vagrantfile}';

/** @param path of a file, with `/` between its parts */
export const mayConfigureGateways = (path: string): boolean => names.test(path);

/**
 * Files that add to what others declare, and need not name Kong: variables, images, patches, values of a chart that another
 * file names.
 */
const helpers =
  /(?:^|\/)(?:\.env[^/]*|[^/]*\.env(?:\.[^/]*)?|kustomization\.ya?ml|(?:docker-)?compose[^/]*\.ya?ml|(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:[.-][^/]*)?|chart\.ya?ml|[^/]*values[^/]*\.(?:ya?ml|tpl|gotmpl))$/i;

/**
 * A declarative configuration contains routes, not the settings of a Gateway. One inside a ConfigMap is indented; in a script or
 * in Markdown it need not be.
 */
const declarative = /^\uFEFF?["']?_format_version["']?[ \t]*:/m;

/** Whether a file is worth handing to `findGateways`. */
export const mayDeclareGateways = (file: SourceFile): boolean => file.once(declaresGateways);

/** Larger ones are data, or the definitions of an operator: only what is certain is worth the time to read them. */
const mostCharacters = 1 << 18;
const mostCertainCharacters = 1 << 20;

/** Objects of Kubernetes that run nothing and configure nothing that runs; the definitions of Kong's own are large. */
const idleKinds =
  /^(?:CustomResourceDefinition|(?:Cluster)?Role(?:Binding)?|ServiceAccount|(?:Validating|Mutating)WebhookConfiguration|Ingress|Kong(?:Plugin|ClusterPlugin|Consumer|Ingress)|HTTPRoute)$/;

function declaresGateways({ uri, text }: SourceFile): boolean {
  if (text.length > mostCertainCharacters || /\.tfstate$/.test(uri)) return false;
  if (/\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(uri)) return /\.tfvars/.test(uri) || terraformParts.test(text);
  if (/\.json$/i.test(uri)) {
    // Data that mentions Kong, or Hong Kong, is not a manifest, compose file or chart's values.
    return (
      !text.includes('"_format_version"') &&
      /"(?:apiVersion|services|env|KONG_\w+)"/.test(text) &&
      isNamed(text)
    );
  }
  if (
    /\.(?:md|markdown|toml|service|container|sls|jsonnet|libsonnet|cue|nix|pp|sh|bash|zsh|ps1|mk|just|nomad|hcl|bicep)$|(?:^|\/)(?:GNUmakefile|Makefile|Justfile|Jenkinsfile|Procfile|Tiltfile|Vagrantfile)[^/.]*$/i.test(
      uri,
    )
  )
    return text.length <= mostCharacters && startsKong.test(text);
  if (declarative.test(text)) return false;
  if (helpers.test(uri)) return text.length <= mostCharacters || /router_flavor/i.test(text);
  if (!isNamed(text)) return false;
  const kinds = [...text.matchAll(/^kind:[ \t]*["']?(\w+)/gm)];
  return kinds.length === 0 || !kinds.every(([, kind]) => idleKinds.test(kind!));
}

/** What starts a Gateway, and what its settings may refer to. */
const terraformParts =
  /\b(?:helm_release|aws_ecs_task_definition)\b|\bKONG_[A-Z]+_?[A-Z_]*\b|^[ \t]*image[ \t]*=[^\n]*kong|\b(?:kubernetes|kubectl)_manifest\b|^(?:locals|variable)\b/m;

/** Scripts and documents that have a Gateway's variable in them, or run an image of that name. */
const startsKong =
  /\bKONG_[A-Z]+_?[A-Z_]*\b|\brouter_flavor\b|\b(?:docker|podman|nerdctl)\b[^\n]*\b(?:run|create)\b[\s\S]*\bkong\b|\bhelm\b[\s\S]*\bkong\b|\bkong[ \t]+(?:start|restart|reload)\b|\b[Ii]mage[ \t]*=[ \t]*"?[^"\n]*\bkong\b/;

const isNamed = (text: string): boolean =>
  text.length > mostCharacters
    ? /router_flavor/i.test(text)
    : /kong|router_flavor/i.test(text) || referred.test(text);

/** A flavor, or an operation of a patch, without a word of Kong: what refers to it has that. */
const referred =
  /[:=][ \t]*["']?(?:traditional|traditional_compatible|expressions)["']?[ \t]*\r?$|^[ \t]*(?:-[ \t]+)?["']?op["']?[ \t]*:/m;
