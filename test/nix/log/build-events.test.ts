import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import {
  type BuildEvent,
  buildReader,
} from "../../../src/nix/log/build-events.ts"
import { parseLogLine } from "../../../src/nix/log/log-line.ts"

const read = (name: string) => {
  const file = new URL(`../../fixtures/nix/${name}.stderr`, import.meta.url)
  const events: BuildEvent[] = []
  const take = buildReader((event) => events.push(event))
  for (const line of readFileSync(file, "utf8").split("\n"))
    take(parseLogLine(line))
  return { events }
}

describe.each(["2.26.3", "2.34.8"])("a build by Nix %s", (version) => {
  test("tells start, log and end of a derivation", () => {
    const { events } = read(`build-ok-json.${version}`)
    const drv = "/nix/store/sgc42sncz8ga29a3f9l3j9idvl37m9mr-ok-1.0.drv"
    const name = "ok-1.0"
    expect(events).toEqual([
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
