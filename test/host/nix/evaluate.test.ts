import { expect, test } from "vitest"
import { evaluate } from "../../../src/host/nix/evaluate.ts"
import { parseNixSettings } from "../../../src/nix/host-settings.ts"
import { parseGraph } from "../../../src/nix/build-plan/graph.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const drv = `/nix/store/${"a".repeat(32)}-nixos-system-x.drv`

/** A host that has a tree; Nix notes what it is asked for. */
async function host(files: Readonly<Record<string, string>>, runs = true) {
  const root = await FakeRoot.make(
    { "nix/.keep": "", ...files },
    {
      nix: `echo "$*" >>"\${0%/system/*}/asked"
      case "$*" in
        *" eval "*) cat "\${0%/system/*}/json" ;;
        *"config show") echo "config $NIX_CONFIG" ;;
        *"store info"*) cat "\${0%/system/*}/trusted" ;;
      esac`,
      "nix-store": `
        shift 2
        for path; do [ -e "\${0%/system/*}$path" ] || echo "$path"; done`,
    },
  )
  await root.put("trusted", '{"trusted":1}')
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
    host: "x",
    source: root.at("tree"),
    survey: true,
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

const path = (name: string) => `/nix/store/${"b".repeat(32)}-${name}`

/** Derivations as Nix stores them. Source: nix src/libstore/derivations.cc. */
const derivations = {
  [drv]:
    `Derive([("out","${path("top")}","","")],` +
    `[("${path("glue.drv")}",["out"]),("${path("lib.drv")}",["dev","out"])],` +
    `["${path("source")}"],"x86_64-linux","/bin/sh",["-c"],[("a","b"),` +
    `("nativeBuildInputs","${path("x")} ${path("glue")}")])`,
  [path("glue.drv")]:
    `Derive([("out","${path("glue")}","","")],[("${path("lib.drv")}",` +
    `["out"])],[],"x86_64-linux","/bin/sh",[],[("allowSubstitutes",""),` +
    `("preferLocalBuild","1")])`,
  [path("lib.drv")]:
    `Derive([("dev","${path("lib-dev")}","",""),("out","${path("lib")}","",` +
    `"")],[("${path("src.drv")}",["out"]),("${path("there.drv")}",["out"]),` +
    `("${path("tarball.drv")}",["out"]),("${path("tool.drv")}",["out"])],` +
    `[],"x86_64-linux","/bin/sh",[],[("__json","{\\"nativeBuildInputs\\":[` +
    `\\"${path("tool")}\\"],\\"preferLocalBuild\\":true}")])`,
  [path("src.drv")]:
    `Derive([("out","${path("src")}","r:sha256","00")],[],[],"builtin",` +
    `"builtin:fetchurl",[],[])`,
  [path("tarball.drv")]:
    `Derive([("out","${path("tarball")}","sha256","00")],[],[],"builtin",` +
    `"builtin:fetchurl",[],[])`,
  [path("tool.drv")]:
    `Derive([("out","${path("tool")}","","")],[],[],"x86_64-linux","/x",[],[])`,
  [path("there.drv")]:
    `Derive([("out","${path("there")}","","")],[],[],"x86_64-linux","/x",[],[])`,
}

test.for(shells)("%s: what it takes to build what isn't there", async (sh) => {
  const names = ["lib-dev", "tarball", "there", "tool"]
  const there = Object.fromEntries(names.map((name) => [path(name), ""]))
  const files = { ...nixos, ...tree, ...derivations, ...there }
  await using root = await host(files, false)
  const { exit, graph, ownSettings, settings } = await evaluated(root, sh)
  expect(exit).toBe(0)
  expect(settings.trim()).toBe("config")
  expect(ownSettings).toBeUndefined()
  const nodes = parseGraph(graph ?? "", drv)
  const [top, glue, lib, src, ...others] = nodes
  expect(others).toEqual([])
  expect(top).toMatchObject({ drv, glue: false, system: "x86_64-linux" })
  expect(top?.inputs).toMatchObject([
    { names: ["out"], node: { drv: path("glue.drv") }, tool: true },
    { names: ["dev", "out"], node: { drv: path("lib.drv") }, tool: false },
  ])
  expect(glue).toMatchObject({ glue: true, prefersLocal: true })
  expect(lib).toMatchObject({ glue: false, prefersLocal: true })
  expect(lib?.outputs).toEqual([
    { name: "dev", path: path("lib-dev"), valid: true },
    { name: "out", path: path("lib"), valid: false },
  ])
  // A tool that is there is nobody's part.
  expect(lib?.present).toEqual([
    { fixed: false, path: path("there") },
    { fixed: true, path: path("tarball") },
  ])
  expect(src).toMatchObject({ fixed: true, inputs: [], system: "builtin" })
})

test.for(shells)("%s: settings that Nix doesn't take from us", async (sh) => {
  for (const trusted of ["0", "false"]) {
    await using root = await host({ ...nixos, ...tree }, false)
    await root.put("trusted", `{"trusted":${trusted},"version":"2"}`)
    expect((await evaluated(root, sh)).ownSettings).toBe("config ")
  }
})

test.for(shells)("%s: builders in the file that Nix looks into", async (sh) => {
  const said = async (files: Readonly<Record<string, string>>) => {
    await using root = await host({ ...nixos, ...tree, ...files }, false)
    const { settings } = await evaluated(root, sh)
    return parseNixSettings(`${settings}\nbuilders = @/etc/nix/machines\n`)
  }
  const builders = { "etc/nix/machines": "ssh://neon x86_64-linux\n" }
  expect((await said(builders))?.ownBuilders).toBe(true)
  expect((await said({ "etc/nix/machines": "" }))?.ownBuilders).toBe(false)
  expect((await said({}))?.ownBuilders).toBe(false)
})

test.for(shells)("%s: nothing is read of what runs already", async (sh) => {
  await using root = await host({ ...nixos, ...tree })
  const answer = await evaluated(root, sh)
  expect(answer).toMatchObject({ exit: 0, settings: "" })
  expect((await root.read("asked"))?.trim().split("\n")).toHaveLength(1)
})
