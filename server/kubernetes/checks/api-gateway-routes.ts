/** What the API server refuses of the routes of the Gateway API. Source: kubernetes-sigs/gateway-api `apis/v1`. */

import type { KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import { brokenPathRule, hostProblems } from './api-names.js';

const streamRoutes: readonly string[] = ['TCPRoute', 'UDPRoute', 'TLSRoute'];

export function gatewayRouteProblems({ kind, root }: KubernetesObject): ManifestProblem[] {
  const spec = root.get('spec');
  const rules = spec.get('rules');
  const hosts = spec.get('hostnames').items.flatMap(hostProblems);
  if (kind === 'HTTPRoute') {
    return [...hosts, ...emptyRules(rules), ...counts(rules, 1), ...rules.items.flatMap(httpRuleProblems)];
  }
  if (kind === 'GRPCRoute') {
    const matches = rules.items.flatMap((rule) => rule.get('matches').items);
    return [...hosts, ...counts(rules, 0), ...matches.flatMap(grpcMatchProblems)];
  }
  if (!streamRoutes.includes(kind)) return [];
  const required = rules.isPresent
    ? emptyRules(rules)
    : [problem('api-required', { field: 'rules' }, spec.keyOrigin)];
  return [...hosts, ...required];
}

/** A list that is written has at least one rule. */
const emptyRules = (rules: Value): ManifestProblem[] =>
  rules.isPresent && rules.items.length === 0
    ? [problem('api-required', { field: 'rules' }, rules.keyOrigin)]
    : [];

/** @param byDefault how many matches a rule has that names none */
function counts(rules: Value, byDefault: number): ManifestProblem[] {
  const tooMany = (field: string, value: Value, count: number, most: number) =>
    count > most ? [problem('api-too-many', { field, count, most }, value.keyOrigin)] : [];
  const perRule = rules.items.map((rule) => rule.get('matches'));
  const total = perRule.reduce(
    (sum, matches) => sum + (matches.isPresent ? matches.items.length : byDefault),
    0,
  );
  return [
    ...tooMany('rules', rules, rules.items.length, 16),
    ...perRule.flatMap((matches) => tooMany('matches', matches, matches.items.length, 64)),
    ...tooMany('matches', rules, total, 128),
  ];
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const;
const matchTypes = ['Exact', 'RegularExpression'] as const;
const pathTypes = ['Exact', 'PathPrefix', 'RegularExpression'] as const;

function listed(value: Value, field: string, known: readonly string[]): ManifestProblem[] {
  const text = value.text;
  if (text === undefined || known.includes(text)) return [];
  return [problem('api-not-listed', { field, value: text, listed: known }, value.origin)];
}

function httpRuleProblems(rule: Value): ManifestProblem[] {
  const matches = rule.get('matches').items;
  return [...matches.flatMap(httpMatchProblems), ...filterProblems(rule)];
}

function httpMatchProblems(match: Value): ManifestProblem[] {
  const path = match.get('path');
  return [
    ...listed(path.get('type'), 'type', pathTypes),
    ...pathProblems(path),
    ...listed(match.get('method'), 'method', methods),
    ...namedProblems(match.get('headers')),
    ...namedProblems(match.get('queryParams')),
  ];
}

/** Of headers or parameters with the same name, written the same way, the API server accepts only one. */
function namedProblems(list: Value): ManifestProblem[] {
  const names = list.items.map((item) => item.get('name'));
  return [
    ...list.items.flatMap((item) => listed(item.get('type'), 'type', matchTypes)),
    ...names.flatMap((name, index) => {
      const isDouble = names.findIndex((other) => other.text === name.text) < index;
      return isDouble ? [problem('api-header-twice', { header: name.text ?? '' }, name.origin)] : [];
    }),
  ];
}

function pathProblems(path: Value): ManifestProblem[] {
  const value = path.get('value');
  const text = value.text;
  if (text === undefined || path.get('type').text === 'RegularExpression') return [];
  const isAllowed = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(text);
  const rule = brokenPathRule(text) ?? (text.includes('#') ? 'fragment' : isAllowed ? null : 'character');
  return rule ? [problem('api-path', { path: text, rule }, value.origin)] : [];
}

function filterProblems(rule: Value): ManifestProblem[] {
  const filters = rule.get('filters').items;
  const ofType = (type: string) => filters.find((filter) => filter.get('type').text === type);
  const redirect = ofType('RequestRedirect');
  const rewrite = ofType('URLRewrite');
  const found: ManifestProblem[] = [];
  if (redirect && rule.get('backendRefs').items.length > 0) {
    found.push(problem('api-filters', { rule: 'redirect-with-backends' }, redirect.get('type').origin));
  }
  if (redirect && rewrite) {
    found.push(problem('api-filters', { rule: 'redirect-with-rewrite' }, rewrite.get('type').origin));
  }
  for (const filter of [redirect?.get('requestRedirect'), rewrite?.get('urlRewrite')]) {
    const type = filter?.get('path', 'type');
    if (type?.text === 'ReplacePrefixMatch' && !hasOnePrefix(rule)) {
      found.push(problem('api-filters', { rule: 'replace-prefix-match' }, type.origin));
    }
  }
  return found;
}

/** Without matches a rule has the default one, of the prefix `/`. */
function hasOnePrefix(rule: Value): boolean {
  const matches = rule.get('matches').items;
  const type = matches[0]?.get('path', 'type').text ?? 'PathPrefix';
  return matches.length <= 1 && type === 'PathPrefix';
}

const service = /^(?:\.?[a-z_][a-z_0-9]*(?:\.[a-z_][a-z_0-9]*)*)$/i;
const method = /^[A-Za-z_][A-Za-z_0-9]*$/;

function grpcMatchProblems(match: Value): ManifestProblem[] {
  const value = match.get('method');
  const type = value.get('type');
  const found = [...listed(type, 'type', matchTypes), ...namedProblems(match.get('headers'))];
  if (!value.isPresent) return found;
  const parts = [
    ['service', service],
    ['method', method],
  ] as const;
  if (parts.every(([part]) => !value.get(part).isPresent)) {
    return [...found, problem('api-required', { field: 'service' }, value.keyOrigin)];
  }
  if (type.text === 'RegularExpression') return found;
  const wrong = parts.flatMap(([part, form]) => {
    const text = value.get(part).text;
    return text !== undefined && !form.test(text)
      ? [problem('api-grpc-method', { part, value: text }, value.get(part).origin)]
      : [];
  });
  return [...found, ...wrong];
}
