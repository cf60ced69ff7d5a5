import { describe, expect, test } from "vitest"
import { buildCommand as bashCommand } from "./bash/build.ts"
import { parseBash } from "./bash/parse.ts"
import { buildCommand as ngCommand } from "./ng/build.ts"
import { readNgSettings } from "./ng/settings.ts"
import { isPlayed, recordedRuns, type Dialect } from "./replay/recorded-run.ts"

describe.each(["ng", "bash"] as const)("the %s dialect", (dialect) => {
  const lines = recordedRuns(dialect)
    .filter(isPlayed)
    .flatMap(({ args, executed, name }) => {
      const built = executed.find(({ argv }) =>
        argv.some((word) => word.endsWith(".toplevel")),
      )
      return built === undefined ? [] : [[name, args, built.argv] as const]
    })

  test("enough recordings are compared", () => {
    expect(lines.length).toBeGreaterThan(80)
  })

  test.each(lines)("asks nix as recorded: %s", (_name, args, argv) => {
    expect(command(dialect, args)).toEqual(argv)
  })
})

function command(dialect: Dialect, args: readonly string[]): string[] {
  if (dialect === "ng") return ngCommand(readNgSettings(args))
  const read = parseBash(args, "nixos-rebuild")
  const temporary = "/srv/tmp/nixos-rebuild.XXXXXX"
  return bashCommand(read, read.actions[0] ?? "", temporary)
}
