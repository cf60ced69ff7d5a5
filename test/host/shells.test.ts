import { expect, test } from "vitest"
import { hostShells, runIn, shells } from "./local-shell.ts"

test.for(hostShells.map((shell) => [shell.join(" "), shell] as const))(
  "scripts of hosts are tried in %s",
  async ([name, shell], { skip }) => {
    skip(!shells.includes(shell), `no ${name} on this machine`)
    const { stdout } = await runIn(shell, "echo $((20 + 1))")
    expect(stdout).toBe("21\n")
  },
)
