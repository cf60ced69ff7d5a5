import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { SmiAnswer } from "../../../gpu/smi.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

/** What `timeout` says when it had to end nvidia-smi. */
const late = 124

/** Why it lists none, by what it said itself, and what helps. */
function causeOf(
  smi: SmiAnswer,
  host: HostSight["host"],
): { readonly cure: readonly string[]; readonly finding: string } {
  const there = (...commands: readonly string[]) =>
    commands.map((command) => onHost(host, command))
  const again = [`sdops plan ${host.name}`, `sdops deploy ${host.name}`]
  switch (smi.smi) {
    case "blocked":
      return {
        cure: there("nvidia-modprobe -c 0 -u", "ls -l /dev/nvidia0"),
        finding: "nvidia-smi lists no GPU: its device nodes can't be opened",
      }
    case "missing":
      return {
        cure: again,
        finding: "there is no nvidia-smi: the system has no NVIDIA driver",
      }
    case "no-library":
      return {
        cure: [...there("ls -l /run/opengl-driver/lib"), ...again],
        finding: "nvidia-smi finds no library: /run/opengl-driver lacks it",
      }
    case "failed":
      return smi.exit === late
        ? { cure: there("dmesg", "reboot"), finding: "nvidia-smi hangs" }
        : { cure: there("nvidia-smi"), finding: "nvidia-smi lists no GPU" }
    case "gpus":
    case "mismatch":
    case "no-devices":
      return {
        cure: there("dmesg", "poweroff"),
        finding:
          "nvidia-smi lists no GPU: the module runs, but none has started",
      }
    default:
      return smi satisfies never
  }
}

export const nvidiaSmi: Check<HostSight> = {
  id: "gpu/nvidia-smi",
  looksAt: "whether nvidia-smi lists a GPU",
  means: "no program can use the GPU",
  appliesTo: isNvidia,
  judge({ driver, gpus, host }) {
    const { module, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    if (smi.smi === "mismatch") return skip("see gpu/driver-matches-library")
    if (smi.smi === "gpus" && smi.gpus.length > 0) {
      const names = smi.gpus.map((gpu) => gpu["name"] ?? "an unnamed GPU")
      return ok(names.join(", "))
    }
    // Asked about their health beside, it did answer.
    if (smi.smi === "failed" && smi.exit === late && gpus.length > 0)
      return skip("nvidia-smi was late once; the host may be busy")
    const evidence = smi.smi === "gpus" ? [] : smi.text.split("\n").slice(0, 5)
    return bad({ ...causeOf(smi, host), evidence })
  },
}
