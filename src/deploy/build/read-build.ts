import { machineName } from "../../builders/machine-name.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { buildReader, type BuildEvent } from "../../nix/log/build-events.ts"
import { type LogLine, parseLogLine } from "../../nix/log/log-line.ts"
import { progressReader } from "../../nix/log/progress.ts"
import {
  type BuildSight,
  type Expected,
  nothingExpected,
  sightOf,
} from "../../nix/log/sight.ts"
import { keptLines } from "./kept-lines.ts"
import { type Provenance, provenanceReader } from "../../nix/log/provenance.ts"
import { strip } from "../../remote/strip.ts"
import type { StageContext } from "../stage.ts"

type Builders = Pick<Fleet, "builders">

/** A reader of nixos-rebuild's stderr that tells a stage's listeners. */
export type BuildLog = {
  readonly line: (line: string) => void
  /** So far, or of a long log its end, for `readProblems`. */
  readonly text: () => string
  /** Where all that was built or fetched so far came from. */
  readonly provenance: () => Provenance
  /** The last lines that are nixos-rebuild's own or Nix's messages. */
  readonly tail: () => readonly string[]
}

/** Lines kept for the evidence of a failure. */
const most = 20

/** Seconds between two sights of one build; Nix sends hundreds a second. */
const often = 1

/**
 * Follows a build, telling what is built where, what is fetched, and how far it
 * is.
 */
export function readBuild(
  context: Pick<StageContext, "output" | "say" | "show">,
  fleet: Builders,
  expected: Expected = nothingExpected,
): BuildLog {
  const lines = keptLines(8_000_000)
  const tail: string[] = []
  const tell = (text: string): void => {
    tail.push(text)
    if (tail.length > most) tail.shift()
    context.output(text)
  }
  const now = () => performance.now() / 1000
  const sources = provenanceReader(now)
  const onEvent = (event: BuildEvent): void => {
    sources.event(event)
    sayEvent(event, { ...context, fleet }, tell)
  }
  const read = buildReader(onEvent)
  const { follow, progress } = progressReader(expected.secondsOf)
  let last = -Infinity
  /** Changes when a build begins or ends. */
  const seen = () => progress.builds.size + progress.ended.count
  const count = (line: LogLine): void => {
    const now = (performance.timeOrigin + performance.now()) / 1000
    const known = seen()
    follow(line, now)
    if (seen() === known && now - last < often) return
    if (line.kind === "log" || line.kind === "message") return
    last = now
    context.show(named(sightOf(progress, expected, now), fleet))
  }
  return {
    line(line) {
      if (line.startsWith("sdops: ")) {
        context.say(line.slice("sdops: ".length))
        return
      }
      lines.add(line)
      if (line.startsWith("@nix ")) {
        const parsed = parseLogLine(line)
        read(parsed)
        count(parsed)
      } else if (line.trim() !== "") tell(strip(line))
    },
    provenance: sources.read,
    tail: () => tail,
    text: lines.text,
  }
}

function sayEvent(
  event: BuildEvent,
  context: Pick<StageContext, "say"> & { readonly fleet: Builders },
  tell: (text: string) => void,
): void {
  const where = (machine: string): string =>
    machine === "" ? "" : ` on ${machineName(machine, context.fleet)}`
  switch (event.build) {
    case "building":
      context.say(`building ${event.name}${where(event.machine)}`)
      return
    case "fetching":
      context.say(`fetching ${event.name} from ${event.from}`)
      return
    case "log":
      tell(`${event.name}> ${event.line}`)
      return
    case "message":
      tell(event.text)
      return
    case "ended":
  }
}

/** With the fleet's names of machines in place of their URIs. */
function named(sight: BuildSight, fleet: Builders): BuildSight {
  const nameOf = (uri: string): string => {
    if (uri === "" || uri === "local") return ""
    // Nix 2.26 leaves out which one it was.
    if (/^ssh(?:-ng)?:\/\/$/.test(uri)) return "a builder"
    return uri.startsWith("ssh") ? machineName(uri, fleet) : uri
  }
  return {
    ...sight,
    building: sight.building.map((one) => ({ ...one, on: nameOf(one.on) })),
    copying: sight.copying.map((one) => ({
      ...one,
      from: nameOf(one.from),
      to: nameOf(one.to),
    })),
  }
}
