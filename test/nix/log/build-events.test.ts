import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import {
  type BuildEvent,
  buildReader,
} from "../../../src/nix/log/build-events.ts"
import { parseLogLine } from "../../../src/nix/log/log-line.ts"

const read = (name: string, now = () => 0) => {
  const file = new URL(`../../fixtures/nix/${name}.stderr`, import.meta.url)
  const events: BuildEvent[] = []
  const reader = buildReader((event) => events.push(event), { every: 1, now })
  for (const line of readFileSync(file, "utf8").split("\n")) reader.line(line)
  return { events, reader }
}

describe.each(["2.26.3", "2.34.8"])("a build by Nix %s", (version) => {
  test("tells start, log and end of a derivation", () => {
    const { events } = read(`build-ok-json.${version}`)
    const drv = "/nix/store/sgc42sncz8ga29a3f9l3j9idvl37m9mr-ok-1.0.drv"
    const name = "ok-1.0"
    const told = events.filter(({ build }) => build !== "progress")
    expect(told).toEqual([
      { build: "building", drv, machine: "", name },
      { build: "log", line: "compiling", name },
      { build: "log", line: "linking", name },
      { build: "ended", drv, name },
    ])
  })

  test("counts remote builds once, with their machine", () => {
    const { events } = read(`deploy-remote-and-subst-json.${version}`)
    const begun = events.filter(({ build }) => build === "building")
    const ended = events.filter(({ build }) => build === "ended")
    expect(begun.length).toBe(ended.length)
    expect(new Set(begun.map((it) => "machine" in it && it.machine))).toEqual(
      new Set(["ssh-ng://builder1"]),
    )
  })

  test("tells what is fetched and from where", () => {
    const { events } = read(`subst-ok-json.${version}`)
    const fetched = events.filter(({ build }) => build === "fetching")
    expect(fetched).toHaveLength(15)
    expect(fetched[0]).toMatchObject({ from: "http://127.0.0.1:8081" })
  })

  test("throttles progress, and knows the last", () => {
    const { events, reader } = read(`build-ok-json.${version}`)
    const told = events.filter(({ build }) => build === "progress")
    expect(told).toHaveLength(1)
    expect(reader.progress().builds).toEqual({ done: 1, expected: 1 })
    const remote = read(`deploy-remote-and-subst-json.${version}`).reader
    expect(remote.progress().builds).toEqual({ done: 6, expected: 6 })
    const fetched = read(`subst-ok-json.${version}`).reader
    expect(fetched.progress().copies).toEqual({ done: 15, expected: 15 })
  })

  test("tells progress again when time has passed", () => {
    let seconds = 0
    const now = () => (seconds += 0.5)
    const { events } = read(`deploy-remote-and-subst-json.${version}`, now)
    const told = events.filter(({ build }) => build === "progress")
    expect(told.length).toBeGreaterThan(10)
  })

  test("passes on what others print between Nix's lines", () => {
    const { events } = read(`builder-unreachable-json.${version}`)
    expect(events).toContainEqual({
      build: "message",
      text: "ssh: connect to host 127.0.0.1 port 2299: Connection refused",
    })
  })
})

test.each(["@nix {", "@nix 1", "@nix null", "@nix {}", "@nix "])(
  "a broken line is text: %j",
  (line) => {
    expect(parseLogLine(line).kind).toBe("text")
  },
)
