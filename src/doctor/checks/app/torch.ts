import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isComfyOnNvidia, statsOf } from "./stats.ts"

/**
 * CUDA 13 compiles for nothing before Turing (compute capability 7.5).
 * Source: NVIDIA, CUDA Toolkit 13.0 release notes; nix/data has the same.
 */
const turing = 7.5

export const torch: Check<HostSight> = {
  id: "app/torch",
  looksAt: "the CUDA that the app's torch was built for, and the GPU",
  means: "torch may have no kernel for the GPU: no kernel image is available",
  appliesTo: isComfyOnNvidia,
  judge(sight) {
    const { driver, host } = sight
    const said = statsOf(sight)?.system.pytorch_version
    if (said === undefined) return skip("the app doesn't tell its torch")
    const [, cuda] = /\+cu(\d+)/.exec(said) ?? []
    // A list of architectures is not in the API, and a version of nixpkgs
    // doesn't name its CUDA.
    if (cuda === undefined)
      return skip(`torch ${said} doesn't tell which GPUs it was built for`)
    const gpu = driver.smi.smi === "gpus" ? driver.smi.gpus[0] : undefined
    const found = gpu?.["compute_cap"] ?? host.gpu["compute-capability"]
    if (found === undefined) return skip("nothing tells the GPU's capability")
    const major = Number(cuda.slice(0, -1))
    if (major < 13 || Number(found) >= turing)
      return ok(`torch ${said}, compute capability ${found}`)
    return warn({
      finding: `torch ${said} is for CUDA ${major}, which has left ${found}`,
      cure: [`sdops deploy ${host.name}   # its gate makes an image`],
    })
  },
}
