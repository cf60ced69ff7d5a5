import { posix } from "node:path"
import { fail } from "../errors/fail.ts"
import {
  most,
  readConfiguration,
  type Seen,
  type SeenConfiguration,
} from "../host/configuration.ts"
import type { HostShell } from "../host/shell.ts"
import type { Wanted } from "../host/unasked.ts"
import type { Configuration, CopiedFile } from "./configuration.ts"
import type { Finding } from "./finding.ts"
import { impuritiesOf } from "./impurities.ts"
import { judgeAst } from "./judge-ast.ts"
import { reachOf } from "./reach.ts"
import { remarksOf } from "./remarks.ts"
import { sayUnfit } from "./say-unfit.ts"

export type FollowInput = {
  /** The file that all begins with, absolute. */
  readonly entry: string
  /** Whether a person named it; a flake beside it is then no matter. */
  readonly asked: boolean
  /** The folder that may be copied from; the entry's own when left out. */
  readonly within: string | undefined
}

/**
 * Reads a host's configuration and exactly what its paths reach, a round trip
 * a step away from the entry. Errors: `notAdoptable` with everything that
 * speaks against it, `flakeHost`, `noConfiguration`, those of the connection.
 */
export async function followConfiguration(
  shell: HostShell,
  input: FollowInput,
): Promise<Configuration> {
  const { host } = shell
  const place = { entry: input.entry, within: input.within }
  const start = await readConfiguration(shell, { ...place, paths: [] })
  if (start.flake && !input.asked)
    throw fail("flakeHost", { folder: start.within, host }, { host })
  const entry = start.entry.slice(start.within.length + 1)
  if (!start.entry.startsWith(`${start.within}/`) || start.within === "")
    throw fail("noConfiguration", { entry: input.entry, host }, { host })
  const walk = new Walk(start, posix.dirname(input.entry))
  for (let next = walk.begin(entry); next.length > 0;) {
    const { seen } = await readConfiguration(shell, { ...place, paths: next })
    if (walk.isFirst && seen.every(({ kind }) => kind === "absent"))
      throw fail("noConfiguration", { entry: input.entry, host }, { host })
    next = walk.take(seen)
  }
  if (walk.problems.length > 0)
    throw fail(
      "notAdoptable",
      { host, problems: walk.problems },
      { because: walk.problems, host },
    )
  return walk.end(entry)
}

/** What has been read so far, and what that asks for next. */
class Walk {
  readonly problems: string[] = []
  readonly #files = new Map<string, CopiedFile>()
  readonly #findings: Finding[] = []
  readonly #notes: string[] = []
  readonly #states = new Set<string>()
  readonly #known = new Set<string>()
  readonly #start: SeenConfiguration
  /** Where people say that it is; links may lead elsewhere. */
  readonly #said: string
  #bytes = 0

  constructor(start: SeenConfiguration, said: string) {
    this.#start = start
    this.#said = said
  }

  get isFirst(): boolean {
    return this.#files.size === 0
  }

  begin(entry: string): Wanted[] {
    return this.#want([{ how: "file", path: entry }])
  }

  /** Takes what was read; gives what is to be read next. */
  take(seen: readonly Seen[]): Wanted[] {
    return this.#want(seen.flatMap((one) => this.#takeOne(one)))
  }

  end(entry: string): Configuration {
    const [state, ...others] = this.#states
    return {
      "channel-revision": this.#start["channel-revision"] || undefined,
      entry,
      files: this.#files,
      findings: this.#findings,
      from: this.#start.within,
      notes: this.#notes,
      "state-version": others.length === 0 ? state : undefined,
    }
  }

  #want(wanted: readonly Wanted[]): Wanted[] {
    return wanted.filter(({ how, path }) => {
      const key = `${how} ${path}`
      const isNew = !this.#known.has(key) && !this.#known.has(`whole ${path}`)
      this.#known.add(key)
      return isNew
    })
  }

  #takeOne(seen: Seen): Wanted[] {
    const { content, kind, path } = seen
    if (kind === "folder") return []
    if (kind === "absent") {
      this.#notes.push(`${path} is named and isn't on the host`)
      return []
    }
    if (kind !== "file" || content === undefined) {
      this.problems.push(sayUnfit(seen, this.#start.within))
      return []
    }
    if (this.#files.has(path)) return []
    this.#bytes += content.length
    if (this.#bytes > most.bytes || this.#files.size >= most.files) {
      this.problems.push(sayUnfit({ ...seen, kind: "large" }, path))
      return []
    }
    const executable = seen.detail === "executable"
    this.#files.set(path, { content, executable })
    return path.endsWith(".nix") ? this.#read(seen, content.toString()) : []
  }

  #read(seen: Seen, code: string): Wanted[] {
    const { path } = seen
    this.problems.push(...judgeAst(seen, code, this.#start.within))
    this.#findings.push(...impuritiesOf(path, code))
    const remarks = remarksOf(code)
    for (const state of remarks["state-versions"]) this.#states.add(state)
    for (const line of remarks.keys)
      this.problems.push(`${path}:${line}: a private key; move it to a file`)
    for (const line of remarks.passwords)
      this.#notes.push(`${path}:${line}: a password, which all may read`)
    for (const line of remarks["auto-upgrade"])
      this.#notes.push(`${path}:${line}: auto-upgrade; a deployment ends it`)
    return reachOf(code).flatMap(({ how, kind, line, text }) => {
      if (kind === "home") return []
      if (kind === "absolute") return this.#absolute(path, line, text, how)
      const target = posix.join(posix.dirname(path), text).replace(/\/$/, "")
      if (target !== ".." && !target.startsWith("../"))
        return [{ how, path: target }]
      const folder = posix.join(this.#start.within, target)
      this.problems.push(
        `${path}:${line}: ${text} leaves ${this.#start.within}: copy from ` +
          `further up with --within ${posix.dirname(folder)}`,
      )
      return []
    })
  }

  #absolute(
    file: string,
    line: number,
    text: string,
    how: Wanted["how"],
  ): Wanted[] {
    const place = posix.normalize(text)
    const roots = [this.#start.within, this.#said]
    const root = roots.find(
      (one) => place === one || place.startsWith(`${one}/`),
    )
    if (root === undefined) {
      const cure = "quote it if the host reads it; else copy it and write ./…"
      this.#findings.push({ cure, file, line, what: text })
      return []
    }
    const path = place.slice(root.length + 1).replace(/\/$/, "") || "."
    const near = posix.relative(posix.dirname(file), path) || "."
    const cure = `write ${near.startsWith(".") ? near : `./${near}`}`
    this.#findings.push({ cure, file, line, what: text })
    return [{ how, path }]
  }
}
