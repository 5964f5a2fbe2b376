/** Dockerfiles: the image that they start from, and what they add to it. */

import {
  type Add,
  type Arg,
  type Copy,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type Property,
} from 'dockerfile-ast';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place } from '../../text/index.js';
import { containerPath, type Given, type Launch } from '../settings/index.js';
import {
  knownText,
  type Lookup,
  slice,
  type TracedText,
  textWithBlanks,
  unsetVariable,
} from '../sources/index.js';
import { dockerWord } from './dockerfile-word.js';

/** What a build makes. */
export interface BuiltImage {
  /** The base image; `null` for `scratch` and for what the builder rejects. */
  readonly base: Launch['image'];
  readonly environment: Launch['environment'];
  /** All that `ENV` sets, in every stage. */
  readonly variables: readonly GivenVariable[];
  readonly copies: readonly CopiedFile[];
  /** `ENTRYPOINT` and `CMD`. */
  readonly command: string;
  /** `WORKDIR`, which that runs in. */
  readonly folder: string;
  /** The `FROM` that begins it. */
  readonly place: Place;
  /** After which a line can be added: counted in the text. */
  readonly end: number;
}

export interface GivenVariable extends Given {
  readonly name: string;
}

export interface CopiedFile {
  /** Its path in the build's context. */
  readonly source: string;
  /** Its path in the image. */
  readonly target: string;
}

export interface Build {
  /** Arguments that are given to the build. */
  readonly args: Lookup;
  /** The stage that is built; `null` for the last. */
  readonly target: string | null;
}

/** @returns `null` if there is no such stage */
export function readDockerfile(text: TracedText, build: Build): BuiltImage | null {
  try {
    return new Reader(text, build).read();
  } catch {
    // The parser is not made for every text.
    return null;
  }
}

interface Stage {
  readonly names: readonly string[];
  readonly place: Place;
  base: Launch['image'];
  readonly args: Map<string, TracedText>;
  readonly values: Map<string, TracedText>;
  readonly environment: Map<string, Given>;
  readonly copies: CopiedFile[];
  folder: string;
  entrypoint: string;
  command: string;
  end: number;
}

class Reader {
  private readonly text: TracedText;
  private readonly build: Build;
  private readonly document: TextDocument;
  private readonly escape: string;
  private readonly instructions: readonly Instruction[];
  private readonly globals = new Map<string, TracedText>();
  private readonly stages: Stage[] = [];
  private readonly variables: GivenVariable[] = [];

  constructor(text: TracedText, build: Build) {
    const content = textWithBlanks(text);
    const dockerfile = DockerfileParser.parse(content);
    this.text = text;
    this.build = build;
    this.document = TextDocument.create('', 'dockerfile', 0, content);
    this.escape = dockerfile.getEscapeCharacter();
    this.instructions = dockerfile.getInstructions();
  }

  read(): BuiltImage | null {
    for (const instruction of this.instructions) this.follow(instruction);
    const { target } = this.build;
    const stage = target === null ? this.stages.at(-1) : this.stageNamed(target);
    if (!stage) return null;
    const { base, environment, copies, folder, place, end } = stage;
    const command = `${stage.entrypoint} ${stage.command}`.trim();
    return { base, environment, variables: this.variables, copies, command, folder, place, end };
  }

  private stageNamed(name: string): Stage | undefined {
    return this.stages.findLast(({ names }) => names.includes(name.toLowerCase()));
  }

  private follow(instruction: Instruction): void {
    const keyword = instruction.getKeyword();
    const stage = this.stages.at(-1);
    if (keyword === 'FROM') this.from(instruction as From);
    else if (keyword === 'ARG') this.arg(instruction as Arg, stage);
    else if (stage) this.followIn(stage, keyword, instruction);
  }

  private followIn(stage: Stage, keyword: string, instruction: Instruction): void {
    const content = instruction.getArgumentsContent() ?? '';
    switch (keyword) {
      case 'ENV':
        this.env(instruction as Env, stage);
        break;
      case 'COPY':
      case 'ADD':
        this.copy(instruction as Copy | Add, stage);
        break;
      case 'WORKDIR': {
        const [folder] = this.words(instruction.getArguments(), stage);
        if (folder !== undefined) stage.folder = containerPath(stage.folder, folder);
        break;
      }
      case 'ENTRYPOINT':
        stage.entrypoint = commandText(content);
        stage.command = '';
        break;
      case 'CMD':
        stage.command = commandText(content);
        break;
    }
  }

  private from(from: From): void {
    const raw = this.within(from.getImageRange());
    const place = raw && this.within(from.getRange())?.[0]?.place;
    if (!place) return;
    const image = this.word(raw, (name) => this.globals.get(name));
    const text = image && textWithBlanks(image);
    const parent = text ? this.stageNamed(text) : undefined;
    const names = [from.getBuildStage()?.toLowerCase(), String(this.stages.length)];
    const hasBaseImage = image && (text !== '' || unsetVariable(image) !== null) && text !== 'scratch';
    const base = hasBaseImage ? { text: image, place: raw[0]?.place ?? place } : null;
    this.stages.push({
      names: names.filter((name) => name !== undefined),
      place,
      base: parent ? parent.base : base,
      args: new Map(parent?.args),
      values: new Map(parent?.values),
      environment: new Map(parent?.environment),
      copies: [...(parent?.copies ?? [])],
      folder: parent?.folder ?? '/',
      entrypoint: parent?.entrypoint ?? '',
      command: parent?.command ?? '',
      end: this.document.offsetAt(from.getRange().end),
    });
  }

  /** An argument of the build goes before the default; in a stage, what is declared before all stages does for one. */
  private arg(arg: Arg, stage: Stage | undefined): void {
    for (const property of propertiesOf(arg)) {
      const name = property.getName();
      const raw = this.within(property.getValueRange());
      const byDefault = raw ? this.word(raw, this.lookupIn(stage)) : stage && this.globals.get(name);
      const value = this.build.args(name) ?? byDefault ?? this.unknown(property, name);
      if (value) (stage?.args ?? this.globals).set(name, value);
    }
  }

  private unknown(property: Property, variable: string): TracedText | null {
    const [piece] = this.within(property.getNameRange()) ?? [];
    return piece ? [{ ...piece, text: null, variable }] : null;
  }

  private env(env: Env, stage: Stage): void {
    stage.end = this.document.offsetAt(env.getRange().end);
    const before = { args: new Map(stage.args), values: new Map(stage.values) };
    for (const property of propertiesOf(env)) {
      const raw = this.within(property.getValueRange());
      const keyPlace = this.within(property.getNameRange())?.[0]?.place;
      const value = raw && this.word(raw, this.lookupIn(before));
      if (!value || !keyPlace) continue;
      const name = property.getName();
      const [whole] = withoutQuotes(raw);
      stage.values.set(name, value);
      if (!whole) continue;
      const variable = { name, keyPlace, place: whole.place, value };
      stage.environment.set(name, variable);
      this.variables.push(variable);
    }
  }

  private copy(copy: Copy | Add, stage: Stage): void {
    if (copy.getFlags().some((flag) => flag.getName() === 'from')) return;
    const inBrackets = copy.getJSONStrings();
    const words =
      inBrackets.length > 0
        ? inBrackets.map((string) => string.getJSONValue())
        : this.words(copy.getArguments(), stage);
    const target = words.pop();
    if (target === undefined) return;
    const isFolder = /(?:^|\/)\.{0,2}$/.test(target) || words.length > 1;
    for (const source of words) {
      // Patterns, here-documents and addresses are not files of the context.
      if (/[*?[<]|:\/\//.test(source)) continue;
      const name = source.replace(/\/$/, '').split('/').at(-1)!;
      const path = containerPath(stage.folder, target);
      // A folder is copied as what is in it, and a file into a folder that is there.
      if (!isFolder || !/\.\w+$/.test(name)) stage.copies.push({ source, target: path });
      stage.copies.push({ source, target: containerPath(path, name) });
    }
  }

  private words(args: readonly { getRange(): Range }[], stage: Stage): string[] {
    return args.map((argument) => {
      const raw = this.within(argument.getRange());
      return (raw && knownText(this.word(raw, this.lookupIn(stage)) ?? raw)) ?? '';
    });
  }

  private word(raw: TracedText, lookup: Lookup): TracedText | null {
    return dockerWord(raw, lookup, this.escape);
  }

  private lookupIn(stage: Pick<Stage, 'args' | 'values'> | undefined): Lookup {
    return (name) => (stage ? (stage.values.get(name) ?? stage.args.get(name)) : this.globals.get(name));
  }

  private within(range: Range | null): TracedText | null {
    return range && slice(this.text, this.document.offsetAt(range.start), this.document.offsetAt(range.end));
  }
}

type Range = ReturnType<Instruction['getRange']>;

const propertiesOf = (instruction: Arg | Env): readonly Property[] => instruction.getProperties();

/** A command in brackets or as it is typed, as it is typed. */
const commandText = (content: string): string =>
  content.trimStart().startsWith('[') ? content.replace(/[[\]",]+/g, ' ').trim() : content;

function withoutQuotes(raw: TracedText): TracedText {
  const quoted = /^(["'])[\s\S]*\1$/.exec(textWithBlanks(raw));
  return quoted ? slice(raw, 1, quoted[0].length - 1) : raw;
}
