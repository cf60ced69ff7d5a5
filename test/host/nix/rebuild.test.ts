import { expect, test } from "vitest"
import { rebuild } from "../../../src/host/nix/rebuild.ts"
import { FakeRoot, shells } from "../local-shell.ts"

/** A nixos-rebuild that ends so when it is asked what it is. */
const rebuilds = {
  bash: { asked: 1, flag: "--fast" },
  python: { asked: 2, flag: "--no-reexec" },
  unknown: { asked: 7, flag: undefined },
} as const

const all = shells.flatMap((shell) =>
  Object.entries(rebuilds).map(([dialect, of]) => ({ dialect, shell, ...of })),
)

const input = {
  action: "switch",
  config: "",
  deadline: 60,
  host: "lithium",
  hosts: "",
  onLine: () => {},
  source: "/nix/var/sdops/sources/abc",
} as const

test.for(all)(
  "$shell: nixos-rebuild is told flags of its dialect only: $dialect",
  async ({ asked, dialect, flag, shell }) => {
    await using root = await FakeRoot.make(
      { "nix/.keep": "" },
      {
        "nixos-rebuild": `case "$*" in *--frobnicate*) exit ${asked} ;; esac
          echo "$*" >>"\${0%/system/*}/ran"; exit 5`,
      },
    )
    const run = rebuild(root.shell(shell), input)
    if (flag === undefined) {
      const message = expect.stringContaining(dialect)
      await expect(run).rejects.toMatchObject({
        code: "SDOPS_NO_REBUILD",
        message,
      })
      expect(await root.read("ran")).toBeUndefined()
      return
    }
    expect(await run).toBe(5)
    const flake = `switch --flake path:${input.source}#lithium`
    expect(await root.read("ran")).toBe(
      `${flake} --no-update-lock-file --log-format internal-json ${flag}\n`,
    )
  },
)

test("a host without nixos-rebuild is told so", async () => {
  await using root = await FakeRoot.make({ "nix/.keep": "" })
  const run = rebuild(root.shell(["dash"]), input)
  await expect(run).rejects.toMatchObject({ code: "SDOPS_NO_REBUILD" })
})
