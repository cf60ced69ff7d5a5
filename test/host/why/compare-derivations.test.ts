import { expect, test } from "vitest"
import { compareDerivations } from "../../../src/host/why/why-heavy.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const path = (letter: string, name: string) =>
  `/nix/store/${letter.repeat(32)}-${name}.drv`

/** Two torches, which differ by the patches of a numpy beneath both. */
const inputs = {
  [path("a", "torch")]: [
    path("a", "scipy"),
    path("c", "same"),
    path("a", "src"),
    path("b", "src"),
  ],
  [path("b", "torch")]: [
    path("b", "scipy"),
    path("c", "same"),
    path("c", "src"),
    path("d", "src"),
  ],
  [path("a", "scipy")]: [path("a", "numpy"), path("c", "same")],
  [path("b", "scipy")]: [path("b", "numpy"), path("c", "same")],
  [path("a", "numpy")]: [path("a", "patch"), path("c", "same")],
  [path("b", "numpy")]: [path("c", "same")],
}

const cases = Object.entries(inputs)
  .map(([drv, all]) => `*" ${drv}") printf '%s\\n' ${all.join(" ")} ;;`)
  .join("\n")

test.for(shells)(
  "%s: goes down to where the difference is made",
  async (sh) => {
    await using root = await FakeRoot.make(
      {},
      {
        nix: `case "$*" in *"derivation show"*) echo "shown $*" ;; esac`,
        "nix-store": `case "$*" in\n${cases}\nesac`,
      },
    )
    const pair = { ours: path("a", "torch"), theirs: path("b", "torch") }
    const found = await compareDerivations(root.shell(sh), pair)
    expect(found).toMatchObject({
      ours: path("a", "numpy"),
      theirs: path("b", "numpy"),
    })
    expect(found.derivations).toContain(`${found.ours} ${found.theirs}`)
  },
)
