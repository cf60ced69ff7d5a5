import { machineName } from "../../builders/machine-name.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { buildReader, type BuildEvent } from "../../nix/log/build-events.ts"
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

/** Follows a build, telling what is built where and what is fetched. */
export function readBuild(
  context: Pick<StageContext, "output" | "say">,
  fleet: Builders,
): BuildLog {
  const lines = keptLines(8_000_000)
  const tail: string[] = []
  const tell = (text: string): void => {
    tail.push(text)
    if (tail.length > most) tail.shift()
    context.output(text)
  }
  const sources = provenanceReader()
  const onEvent = (event: BuildEvent): void => {
    sources.event(event)
    sayEvent(event, { ...context, fleet }, tell)
  }
  const now = () => performance.now() / 1000
  const reader = buildReader(onEvent, { every: 1, now })
  return {
    line(line) {
      lines.add(line)
      if (line.startsWith("@nix ")) reader.line(line)
      else if (line.trim() !== "") tell(strip(line))
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
    case "progress": {
      const { done, expected } = event.progress.builds
      if (expected > 0) context.say(`built ${done} of ${expected}`)
      return
    }
    case "ended":
  }
}
