import { machineName } from "../../builders/machine-name.ts"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import { causeOf, readProblems } from "../../nix/failure/problems.ts"
import { lastLines } from "../../remote/strip.ts"
import type { Plan } from "../plan/plan.ts"
import type { BuildLog } from "../build/read-build.ts"

/** What Nix says when the other end is gone, where it isn't a problem's own. */
const gone = /Nix daemon disconnected unexpectedly|unexpected end-of-file/

/** What Nix says where a cache's own files are wrong, or are gone. */
const spoils: ReadonlySet<string> = new Set([
  "cache-miss",
  "cache-unreachable",
  "corrupt-download",
  "endless",
  "path-nowhere",
])

/**
 * Why what is heavy was neither fetched nor compiled: a builder that went
 * away, which Nix tells as a build that failed; a cache that doesn't give what
 * it has; or else Nix's own reason.
 */
export function heavyFailure(
  log: BuildLog,
  {
    fetched,
    fleet,
    host,
  }: {
    readonly fetched: Plan["fetch"]["heavy"]
    readonly fleet: Fleet
    readonly host: Host
  },
): SdopsError {
  const text = log.text()
  const cause = causeOf(readProblems(text))
  const building = log.provenance().built
  const machines = [...new Set(building.map((built) => built.machine))]
  const only = machines.length === 1 ? machines[0] : undefined
  const machine =
    cause?.machine ??
    building.find(({ drv }) => drv === cause?.drv)?.machine ??
    only
  const lost =
    cause?.kind === "builder-unreachable" ||
    cause?.kind === "interrupted" ||
    gone.test(text)
  if (lost && machine !== undefined && machine !== "") {
    const builder = machineName(machine, fleet)
    const reason =
      cause?.kind === "builder-unreachable"
        ? cause.text
        : "the build there was stopped"
    const evidence = lastLines(log.tail().join("\n"))
    return fail("builderUnreachable", { builder, reason }, { evidence })
  }
  // Nix seldom says which cache it was.
  const from = fetched.filter(({ path }) => path === cause?.path)
  const given = from.length + building.length > 0 ? from : fetched
  const caches = new Set(given.map(({ cache }) => cache))
  if (caches.size > 0 && spoils.has(cause?.kind ?? "")) {
    const url = cause?.url ?? [...caches].join(", ")
    const [reason = ""] = (cause?.text ?? "").split("\n")
    const evidence = lastLines(cause?.text ?? "")
    return fail("cacheUnreachable", { reason, url }, { evidence })
  }
  const during = "the build of heavy packages"
  const builder = (uri: string) => machineName(uri, fleet)
  return nixFailure(text, { builder, during, where: host.name })
}
