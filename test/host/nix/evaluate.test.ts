import { expect, test } from "vitest"
import { evaluate } from "../../../src/host/nix/evaluate.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const drv = `/nix/store/${"a".repeat(32)}-nixos-system-x.drv`

/** A host that has a tree; Nix notes what it is asked for. */
async function host(files: Readonly<Record<string, string>>, runs = true) {
  const root = await FakeRoot.make(
    { "nix/.keep": "", ...files },
    {
      nix: `echo "$*" >>"\${0%/system/*}/asked"
      case "$*" in *" eval "*) cat "\${0%/system/*}/json" ;; esac`,
    },
  )
  const toplevel = runs ? root.at("system") : "/nix/store/other"
  const json = { host: { system: "x" }, system: drv, toplevel }
  await root.put("json", JSON.stringify(json))
  return root
}

const nixos = { "etc/NIXOS": "" }
const tree = { "tree/flake.nix": "" }

function evaluated(root: FakeRoot, shell: readonly string[]) {
  return evaluate(root.shell(shell), {
    config: "",
    dryRun: true,
    host: "x",
    source: root.at("tree"),
  })
}

test.for(shells)(
  "%s: a tree that isn't there is told, if wanted",
  async (sh) => {
    await using machine = await host(nixos)
    expect(await evaluated(machine, sh)).toMatchObject({
      absent: "may-be-pushed",
      exit: 1,
    })
    await using other = await host({})
    expect((await evaluated(other, sh)).absent).toBe("unfit")
    expect(await other.read("asked")).toBeUndefined()
  },
)

test.for(shells)("%s: a dry run of what doesn't run yet", async (sh) => {
  await using root = await host({ ...nixos, ...tree }, false)
  expect(await evaluated(root, sh)).toMatchObject({
    dryRunExit: 0,
    exit: 0,
  })
  expect(await root.read("asked")).toContain(`${drv}^*`)
})

test.for(shells)("%s: no dry run of what runs already", async (sh) => {
  await using root = await host({ ...nixos, ...tree })
  const answer = await evaluated(root, sh)
  expect(answer).toMatchObject({ dryRunText: "", exit: 0 })
  expect((await root.read("asked"))?.trim().split("\n")).toHaveLength(1)
})
