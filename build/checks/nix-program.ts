import { existsSync } from "node:fs"
import { join } from "node:path"
import { run } from "../../src/process.ts"
import { packagesLayer } from "../../test/lab/base/packages-layer.ts"
import { packagesKey } from "../../test/lab/base/packages.ts"
import { locked } from "../../test/lab/lock.ts"
import { LabProblem } from "../../test/lab/problem.ts"
import { requireLab } from "../../test/lab/requirements.ts"
import { labFrom } from "../../test/lab/settings.ts"

type Program =
  | { readonly how: "found"; readonly argv: readonly [string, ...string[]] }
  | { readonly how: "skipped"; readonly because: string }

/**
 * How to run nix-instantiate: the machine's own, or that of the rehearsal
 * hosts' base, which is made first where the lab is required.
 */
export async function nixInstantiate(): Promise<Program> {
  const own = await run(["nix-instantiate", "--version"], { deadline: 10 })
  if (own.exit === 0) return { argv: ["nix-instantiate"], how: "found" }
  try {
    const lab = labFrom(process.env)
    const made = existsSync(join(lab.directory, `packages-${packagesKey(lab)}`))
    if (!made && process.env["SDOPS_REQUIRE_LAB"] !== "1") {
      return { because: "no nix-instantiate here, no lab yet", how: "skipped" }
    }
    await requireLab(lab)
    const base = await locked(lab, "base", () => packagesLayer(lab))
    const inside = ["env", "-i", "PATH=/usr/bin", "nix-instantiate"]
    // Nix finds itself by /proc; the mount is gone with the process.
    const enter = ["--mount-proc", `--root=${base}`]
    return { argv: ["unshare", ...enter, ...inside], how: "found" }
  } catch (error) {
    const wanted = process.env["SDOPS_REQUIRE_LAB"] === "1"
    if (!(error instanceof LabProblem) || wanted) throw error
    return { because: `no nix-instantiate; ${error.message}`, how: "skipped" }
  }
}
