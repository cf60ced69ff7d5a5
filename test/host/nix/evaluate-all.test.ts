import { expect, test } from "vitest"
import { evaluateAll } from "../../../src/host/nix/evaluate-all.ts"
import { parseGraph } from "../../../src/nix/build-plan/graph.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const path = (name: string) => `/nix/store/${"b".repeat(32)}-${name}`

/** A derivation as Nix stores it. Source: nix src/libstore/derivations.cc. */
function derivation(name: string, inputs: Readonly<Record<string, string>>) {
  const wanted = Object.entries(inputs)
    .map(([input, outputs]) => `("${path(`${input}.drv`)}",[${outputs}])`)
    .join(",")
  const outputs = ["dev", "out"].map(
    (output) => `("${output}","${path(`${name}-${output}`)}","","")`,
  )
  return `Derive([${outputs.join(",")}],[${wanted}],[],"x86_64-linux","/x",[],[])`
}

/** Systems that share a library, of which `a` has what it wants already. */
const derivations = {
  "a.drv": derivation("a", { lib: '"dev"', torch: '"out"' }),
  "b.drv": derivation("b", { lib: '"out"', torch: '"out"' }),
  "lib.drv": derivation("lib", {}),
  "torch.drv": derivation("torch", { lib: '"dev"' }),
}

async function site() {
  const files = Object.entries(derivations).map(([name, text]) => [
    path(name),
    text,
  ])
  const there = { [path("lib-dev")]: "", "tree/flake.nix": "" }
  const root = await FakeRoot.make(
    { ...Object.fromEntries(files), ...there },
    {
      nix: `echo "nix $*" >>"\${0%/system/*}/asked"
      case "$*" in *" eval "*) cat "\${0%/system/*}/json" ;; esac`,
      "nix-store": `echo nix-store >>"\${0%/system/*}/asked"
        shift 2
        for path; do [ -e "\${0%/system/*}$path" ] || echo "$path"; done`,
    },
  )
  return root
}

async function evaluated(
  root: FakeRoot,
  shell: readonly string[],
  hosts: readonly string[],
) {
  const json = hosts.map((host) => [host, { system: path(`${host}.drv`) }])
  await root.put("json", JSON.stringify(Object.fromEntries(json)))
  await root.put("asked", "")
  const answers = await evaluateAll(root.shell(shell), {
    config: "",
    heavy: "-torch",
    hosts,
    source: root.at("tree"),
  })
  const asked = (await root.read("asked"))?.trim().split("\n") ?? []
  return { answers, commands: asked.length }
}

test.for(shells)(
  "%s: two hosts cost as many commands of Nix as one",
  async (sh) => {
    await using root = await site()
    const one = await evaluated(root, sh, ["a"])
    const two = await evaluated(root, sh, ["a", "b"])
    expect(two.commands).toBe(one.commands)
    const graphOf = (host: string) =>
      parseGraph(two.answers.get(host)?.graph ?? "", path(`${host}.drv`))
    const drvs = (host: string) => graphOf(host).map(({ drv }) => drv)
    expect(drvs("a")[0]).toBe(path("a.drv"))
    expect(drvs("a")).not.toContain(path("b.drv"))
    expect(drvs("b")[0]).toBe(path("b.drv"))
    expect(drvs("b")).not.toContain(path("a.drv"))
    expect(drvs("b")).toContain(path("lib.drv"))
  },
)
