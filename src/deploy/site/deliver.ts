import { sshConfigOf, storeUriOf } from "../../builders/machine.ts"
import { fail } from "../../errors/fail.ts"
import { absentOn, signPaths, takeIn } from "../../host/nix/hand-over-paths.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import { nothingExpected } from "../../nix/log/sight.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import { parsePathInfos, type PathInfo } from "../../nix/cache/path-info.ts"
import { lastLines } from "../../remote/strip.ts"
import { readBuild } from "../build/read-build.ts"
import { type Sources, sourcesOf } from "../build/sources.ts"
import type { Deployment } from "../deployment.ts"
import { spare } from "../changes/disk.ts"
import type { StageContext } from "../stage.ts"
import type { SharedSite } from "./site.ts"

type Given = Pick<Deployment, "facts" | "fleet" | "host" | "link"> & {
  /** Store paths of the system and of all that it needs. */
  readonly closure: readonly string[]
  readonly shared: SharedSite
  readonly toplevel: string
}

export type Delivered = {
  readonly cached: Sources["fetched"]
  /** How many paths the site has sent. */
  readonly copied: number
}

/**
 * Brings a system that a build site has made to its host: what the host lacks,
 * from its caches, and the rest from the site, which signs it. The host takes
 * nothing that nobody has signed whom it, or this run, trusts. Errors:
 * `refused` for a full disk, those of Nix.
 */
export async function deliver(
  given: Given,
  context: StageContext,
): Promise<Delivered> {
  const { closure, fleet, host, link, shared, toplevel } = given
  const paths = await absentOn(link.shell, closure)
  if (paths.length === 0) {
    await take({ bytes: 0, cached: [], key: undefined })
    return { cached: [], copied: 0 }
  }
  const { key, infos } = await signed(paths, shared)
  requireRoom(given, infos)
  const name = `${key.split(":")[0]}:`
  const foreign = infos.filter(({ signatures }) =>
    signatures.some((signature) => !signature.startsWith(name)),
  )
  context.say(`copying ${paths.length} paths from ${shared.name}`)
  const cached = foreign.map(({ path }) => path)
  return take({ bytes: sizeOf(infos), cached, key })

  async function take({
    bytes,
    cached,
    key,
  }: {
    readonly bytes: number
    readonly cached: readonly string[]
    readonly key: string | undefined
  }): Promise<Delivered> {
    const log = readBuild(context, fleet, { ...nothingExpected, bytes })
    const { machine } = shared
    const config = nixConfig({ caches: fleet.caches })
    const trusting =
      key === undefined
        ? config
        : `${config}extra-trusted-public-keys = ${key}\n`
    const taken = await takeIn(link.shell, {
      cached,
      config: trusting,
      host: host.name,
      hosts: machine === undefined ? "" : sshConfigOf([machine]),
      onLine: log.line,
      paths,
      store: machine === undefined ? "none:" : storeUriOf(machine),
      toplevel,
    })
    if (taken.exit !== 0) {
      const during = `the copy from ${shared.name}`
      throw nixFailure(log.text(), { during, where: host.name })
    }
    const { fetched } = sourcesOf(log.provenance(), fleet)
    return { cached: fetched, copied: taken.missing }
  }
}

async function signed(
  paths: readonly string[],
  { link, name }: SharedSite,
): Promise<{ readonly key: string; readonly infos: readonly PathInfo[] }> {
  const answer = await signPaths(link.shell, { name, paths })
  if (answer.exit === 0) {
    return { infos: parsePathInfos(answer.json).found, key: answer.key }
  }
  const reason = lastLines(answer.stderr, 1)[0] ?? `exit ${answer.exit}`
  throw fail("nixFailed", { during: "signing", reason }, { host: name })
}

/** Bytes, unpacked. */
function sizeOf(infos: readonly PathInfo[]): number {
  return infos.reduce((sum, { narSize }) => sum + narSize, 0)
}

/** Bytes on the host's disk: nothing is begun that can't end. */
function requireRoom({ facts, host }: Given, infos: readonly PathInfo[]): void {
  const needed = sizeOf(infos) + spare.nix
  const free = facts.freeNix
  if (free === undefined || free >= needed) return
  const reasons = [`/nix has ${free} bytes free and needs ${needed}`]
  throw fail("refused", { full: ["/nix"], host: host.name, reasons })
}
