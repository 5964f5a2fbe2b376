/** What a declared Gateway is in its file, and what people call it. */

/** Empty for what its file names well enough. */
export const kindWords = {
  'kong.conf': '',
  dockerfile: '',
  'compose-service': 'service',
  deployment: 'Deployment',
  daemonset: 'DaemonSet',
  statefulset: 'StatefulSet',
  pod: 'Pod',
  'helm-release': 'release',
  dataplane: 'DataPlane',
  'gateway-configuration': 'GatewayConfiguration',
  'ecs-task': 'ECS container',
  'pipeline-service': 'pipeline service',
  'ansible-task': 'Ansible container',
  'docker-run': 'container',
  'systemd-unit': 'systemd unit',
  'fly-app': 'Fly app',
  'nomad-task': 'Nomad task',
  'terraform-container': 'Terraform container',
  'start-script': '',
} as const;

export type GatewayKind = keyof typeof kindWords;
