/** The plan as data for other programs; `docs/plan.md` describes it. Lines and characters count from 0. */

import {
  affectedWords,
  alternativeWords,
  checkWords,
  decisionWords,
  downtimeMessages,
  matchingChangeWords,
  noteWords,
  orderChangeWords,
  partFactWords,
  partTitle,
  refusalWords,
  settingReasonWords,
  sideSourceWords,
  stepWords,
  unreadKeyWords,
} from '../problems/index.js';
import type { At, Part, Plan, PlannedRoute, Side, Step } from './plan-model.js';

/** Rises where something that was there is gone or means something else. */
const formatVersion = 1;

export function planData({ from, to, summary, tables, settings, unread, affected, parts }: Plan) {
  return {
    version: formatVersion,
    from: side(from),
    to: side(to),
    summary: {
      routes: summary.routes,
      verdicts: summary.verdicts,
      downtime: { kind: summary.downtime, text: downtimeMessages[summary.downtime] },
      decisions: summary.decisions.map(({ about, at }) => ({
        text: decisionWords(about),
        place: place(at),
      })),
    },
    tables: tables.map((table) => ({
      gateways: table.gateways,
      from: { flavor: table.from.flavor, version: table.from.version.join('.') },
      to: { flavor: table.to.flavor, version: table.to.version.join('.') },
      files: table.files.map(({ file, routes }) => ({ file, routes: routes.map(route) })),
    })),
    settings: settings.map(({ gateways, what, how, at, old, new: wanted, newText, why }) => ({
      gateways,
      what,
      how,
      place: place(at),
      old,
      new: wanted,
      newText,
      why: why && settingReasonWords(why),
    })),
    unread: unread.map(({ at, ...key }) => ({
      key: key.key,
      text: unreadKeyWords(key),
      place: place(at),
    })),
    affected: affected.map(({ code, about, more, needsPerson, at }) => ({
      code,
      text: affectedWords(about, more),
      needsPerson,
      place: place(at),
    })),
    parts: parts.map(part),
  };
}

const side = ({ flavor, versions, known }: Side) => ({
  flavor,
  versions,
  known: sideSourceWords(known),
});

const place = (at: At | null) => at && { file: at.file, range: at.range };

const route = ({ name, at, verdict, conversion, order, matching, ...rest }: PlannedRoute) => ({
  name,
  range: at.range,
  verdict,
  conversion: conversion && {
    to: conversion.to,
    before: conversion.before,
    after: conversion.after,
    notes: conversion.notes.map(noteWords),
  },
  notWritten: rest.notWritten && refusalWords(rest.notWritten),
  refusals: rest.refusals.map(refusalWords),
  refusedBefore: rest.refusedBefore.map(refusalWords),
  order: order.map(({ name: against, at: other, was, is, why, rare }) => ({
    against,
    place: place(other),
    was,
    is,
    why: orderChangeWords(why),
    rare,
  })),
  moreOrder: rest.moreOrder,
  matching: matching.map(({ rule, change, at: where, rare }) => ({
    rule,
    message: matchingChangeWords(change),
    place: place(where),
    rare,
  })),
});

const part = ({ topology, about, gateways, downtime, steps, others }: Part) => ({
  topology,
  title: partTitle(topology, gateways),
  about: about.map(partFactWords),
  gateways,
  downtime,
  steps: steps.map(step),
  others: others.map((other) => ({ ...alternativeWords(other.about), steps: other.steps.map(step) })),
});

function step({ about, byHand, changes, commands, verify }: Step) {
  const { title, text, meanwhile, back } = stepWords(about, byHand);
  return {
    title,
    text,
    changes: changes.map(place),
    commands,
    verify: verify.map(({ about: what, command }) => ({ text: checkWords(what), command })),
    meanwhile,
    back,
  };
}
