import { leastBranch } from "../../../gpu/cuda-driver.ts"
import { computingGpu } from "../../../gpu/computing-gpu.ts"
import { runsOn, wheelCapabilities } from "../../../gpu/generation.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isComfyOnNvidia, statsOf } from "./stats.ts"

export const torch: Check<HostSight> = {
  id: "app/torch",
  looksAt: "whether the app's torch was built for the GPU and its driver",
  means: "torch fails: no kernel image is available, or the driver is too old",
  appliesTo: isComfyOnNvidia,
  judge(sight) {
    const { driver, host } = sight
    const said = statsOf(sight)?.system.pytorch_version
    if (said === undefined)
      return skip("the app doesn't report its torch version")
    const [, digits] = /\+cu(\d{3,})/.exec(said) ?? []
    // A list of capabilities is not in the API, and a version of nixpkgs
    // doesn't name its CUDA.
    if (digits === undefined)
      return skip(`torch ${said} doesn't reveal which GPUs it was built for`)
    const cuda = `${digits.slice(0, -1)}.${digits.slice(-1)}`
    const built = wheelCapabilities(cuda)
    if (built === undefined)
      return skip(`torch's wheels for CUDA ${cuda} are unknown to sdops`)
    const { smi } = driver
    const gpus = smi.smi === "gpus" ? smi.gpus : []
    const gpu = computingGpu(gpus, host.gpu.model)
    const found = gpu?.["compute_cap"] ?? host.gpu.computeCapability
    if (found === undefined)
      return skip("the GPU's compute capability is unknown")
    const least = leastBranch(cuda) ?? 0
    if (runsOn(built, found) && branchOf(driver.module) < least)
      return warn({
        finding: `torch ${said} needs driver ${least}, ${driver.module} runs`,
        cure: [
          "hardware.nvidia.package = " +
            "config.boot.kernelPackages.nvidiaPackages.stable;   " +
            `# in a module of hosts/${host.name}.yaml`,
          `sdops deploy ${host.name}`,
        ],
      })
    if (runsOn(built, found))
      return ok(`torch ${said}, compute capability ${found}`)
    return warn({
      finding: `torch ${said} has no kernels for compute capability ${found}`,
      cure: [
        `sdops hosts show ${host.name}   # gpu, and services.comfyui`,
        `gpu: { compute-capability: "${found}", torch: wheel }   ` +
          `# in hosts/${host.name}.yaml, then deploy`,
      ],
      evidence: [`the wheels for CUDA ${cuda} cover ${built.join(", ")}`],
    })
  },
}

/** Of a driver's version, such as 580; of none, more than any needs. */
function branchOf(module: string | undefined): number {
  return Number.parseInt(module ?? "", 10) || Number.POSITIVE_INFINITY
}
