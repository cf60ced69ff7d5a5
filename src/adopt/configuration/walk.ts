import { posix } from "node:path"
import {
  most,
  type Seen,
  type SeenConfiguration,
} from "../../host/probe/configuration.ts"
import type { Wanted } from "../../host/probe/unasked.ts"
import { comfyuiOfOthers } from "./comfyui-module.ts"
import type { Configuration, CopiedFile } from "./configuration.ts"
import { insteadOfOutside } from "./cures.ts"
import type { Finding } from "./finding.ts"
import { judgeAst } from "../impurities/judge-ast.ts"
import { moduleArguments } from "./module-arguments.ts"
import { type Reach, reachOf } from "../impurities/reach.ts"
import { readCode } from "../impurities/read-code.ts"
import { remarksOf } from "../remarks.ts"
import { sayMost, sayUnfit } from "../say-unfit.ts"

type Named = Pick<Finding, "file" | "line">

/** What a person says of the copy. */
type Choice = {
  /** Paths from the folder that stay on the host. */
  readonly leaveOut: readonly string[]
  /** What the host is to be called. */
  readonly name: string
}

function byPlace(a: Named, b: Named): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1
}

/** What has been read so far, and what that asks for next. */
export class Walk {
  readonly problems: string[] = []
  readonly #files = new Map<string, CopiedFile>()
  readonly #findings: Finding[] = []
  readonly #notes: string[] = []
  readonly #states = new Set<string>()
  readonly #known = new Set<string>()
  /** Who names a path first. */
  readonly #named = new Map<string, Named>()
  readonly #left = new Set<string>()
  /** Files that are modules, not functions or data. */
  readonly #modules = new Set<string>()
  readonly #arguments: (Finding & { readonly name: string })[] = []
  readonly #given = new Set<string>()
  readonly #input: Choice
  readonly #start: SeenConfiguration
  /** Where people say that it is; links may lead elsewhere. */
  readonly #said: string
  #bytes = 0

  constructor(start: SeenConfiguration, said: string, input: Choice) {
    this.#start = start
    this.#said = said
    this.#input = input
  }

  get isFirst(): boolean {
    return this.#files.size === 0
  }

  begin(entry: string): Wanted[] {
    this.#modules.add(entry)
    return this.#want([{ how: "file", path: entry }])
  }

  /** Takes what was read; gives what is to be read next. */
  take(seen: readonly Seen[]): Wanted[] {
    return this.#want(seen.flatMap((one) => this.#takeOne(one)))
  }

  end(entry: string): Configuration {
    const [state, ...others] = this.#states
    return {
      channelRevision: this.#start.channelRevision || undefined,
      entry,
      files: this.#files,
      findings: [
        ...this.#findings,
        ...this.#arguments
          .filter(({ name }) => !this.#given.has(name))
          .map(({ cure, file, line, what }) => ({ cure, file, line, what })),
      ].toSorted(byPlace),
      from: this.#start.within,
      notes: this.#notes,
      stateVersion: others.length === 0 ? state : undefined,
    }
  }

  #want(wanted: readonly Wanted[]): Wanted[] {
    return wanted.filter(({ how, path }) => {
      const key = `${how} ${path}`
      const isNew = !this.#known.has(key) && !this.#known.has(`whole ${path}`)
      this.#known.add(key)
      return isNew && !this.#isLeftOut(path)
    })
  }

  #takeOne(seen: Seen): Wanted[] {
    const { content, kind, path } = seen
    if (kind === "folder" || this.#isLeftOut(path)) return []
    if (kind === "large" && !path.endsWith(".nix")) {
      this.#leave(path, `is too large to copy: ${sayMost}`)
      return []
    }
    if (kind === "absent") {
      this.#notes.push(`${path} doesn't exist on the host`)
      return []
    }
    if (kind !== "file" || content === undefined) {
      this.problems.push(sayUnfit(seen, this.#start.within))
      return []
    }
    if (this.#files.has(path)) return []
    this.#bytes += content.length
    if (this.#bytes > most.bytes || this.#files.size >= most.files)
      return this.#takeOne({ ...seen, kind: "large" })
    const executable = seen.detail === "executable"
    this.#files.set(path, { content, executable })
    return path.endsWith(".nix") ? this.#read(seen, content.toString()) : []
  }

  /** Whether somebody asked for that; what names it is to be changed. */
  #isLeftOut(path: string): boolean {
    const isAsked = this.#input.leaveOut.some((one) => {
      const left = posix.normalize(one).replace(/\/$/, "")
      return path === left || path.startsWith(`${left}/`)
    })
    if (isAsked) this.#leave(path, "is left on the host")
    return isAsked
  }

  /** Lists a path that isn't copied where something names it. */
  #leave(path: string, because: string): void {
    const named = this.#namedBy(path)
    const isListed = this.#left.has(path)
    this.#left.add(path)
    if (named === undefined || isListed) return
    const cure = "name it by its path on the host, in quotes, or remove it"
    this.#findings.push({ ...named, cure, what: `${path} ${because}` })
  }

  #namedBy(path: string): Named | undefined {
    for (let at = path; ; at = posix.dirname(at)) {
      const named = this.#named.get(at)
      if (named !== undefined || at === ".") return named
    }
  }

  #read(seen: Seen, code: string): Wanted[] {
    const { ast, path } = seen
    this.problems.push(...judgeAst(seen, code, this.#start.within))
    const { impurities, tree } = readCode(code, ast)
    const inFile = <Found>(found: Found) => ({ ...found, file: path })
    this.#findings.push(...impurities.findings.map(inFile))
    if (tree !== undefined && this.#modules.has(path)) {
      const { findings, gives } = moduleArguments(tree)
      this.#arguments.push(...findings.map(inFile))
      for (const name of gives) this.#given.add(name)
      const others = comfyuiOfOthers(tree, this.#input.name)
      this.#findings.push(...others.map(inFile))
    }
    this.#remark(path, code)
    return [
      ...reachOf(code).flatMap((reach) => this.#follow(path, reach)),
      ...impurities.reads.flatMap(({ by, ...reach }) =>
        this.#absolute(path, reach, by),
      ),
    ]
  }

  #remark(path: string, code: string): void {
    const remarks = remarksOf(code)
    for (const state of remarks.stateVersions) this.#states.add(state)
    for (const line of remarks.keys)
      this.problems.push(`${path}:${line}: a private key; move it to a file`)
    for (const { line, name } of remarks.secrets)
      this.#notes.push(
        `${path}:${line}: ${name} as text, readable by everybody`,
      )
    for (const line of remarks.autoUpgrade)
      this.#notes.push(
        `${path}:${line}: auto-upgrade, which a deployment would end`,
      )
  }

  #follow(path: string, reach: Reach): Wanted[] {
    const { kind, line, text } = reach
    if (kind === "home") return []
    if (kind === "absolute") return this.#absolute(path, reach, undefined)
    const target = posix.join(posix.dirname(path), text).replace(/\/$/, "")
    if (target !== ".." && !target.startsWith("../"))
      return this.#wanted(target, path, reach)
    const folder = posix.join(this.#start.within, target)
    this.problems.push(
      `${path}:${line}: ${text} leaves ${this.#start.within}: copy from ` +
        `further up with --within ${posix.dirname(folder)}`,
    )
    return []
  }

  #wanted(target: string, file: string, { how, line, listed }: Reach) {
    if (!this.#named.has(target)) this.#named.set(target, { file, line })
    if (listed === true)
      for (const at of [target, posix.join(target, "default.nix")])
        this.#modules.add(at)
    return [{ how, path: target }]
  }

  #absolute(file: string, reach: Reach, by: string | undefined): Wanted[] {
    const { line, text } = reach
    const said = by === undefined ? text : `"${text}"`
    const what = by === undefined || by === "imports" ? said : `${by} ${said}`
    const place = posix.normalize(text)
    const roots = [this.#start.within, this.#said]
    const root = roots.find(
      (one) => place === one || place.startsWith(`${one}/`),
    )
    if (root === undefined) {
      const cure = insteadOfOutside(text, by)
      this.#findings.push({ cure, file, line, what })
      return []
    }
    const path = place.slice(root.length + 1).replace(/\/$/, "") || "."
    const near = posix.relative(posix.dirname(file), path) || "."
    const cure = `write ${near.startsWith(".") ? near : `./${near}`}`
    this.#findings.push({ cure, file, line, what })
    return this.#wanted(path, file, reach)
  }
}
