import { nearest } from "../inventory/read/nearest.ts"

/**
 * AUTOMATIC1111's samplers by ComfyUI's names, with the schedule that one has
 * whose schedule is Automatic. Source: modules/sd_samplers_kdiffusion.py and
 * sd_samplers_timesteps.py of 1.10 [from memory]; names that ComfyUI has none
 * for are left out.
 */
const samplers: Readonly<
  Record<string, readonly [name: string, own?: string]>
> = {
  ddim: ["ddim", "ddim_uniform"],
  "dpm adaptive": ["dpm_adaptive"],
  "dpm fast": ["dpm_fast"],
  "dpm++ 2m": ["dpmpp_2m", "karras"],
  "dpm++ 2m sde": ["dpmpp_2m_sde", "exponential"],
  "dpm++ 2m sde heun": ["dpmpp_2m_sde_heun", "exponential"],
  "dpm++ 2s a": ["dpmpp_2s_ancestral", "karras"],
  "dpm++ 3m sde": ["dpmpp_3m_sde", "exponential"],
  "dpm++ sde": ["dpmpp_sde", "karras"],
  dpm2: ["dpm_2", "karras"],
  "dpm2 a": ["dpm_2_ancestral", "karras"],
  euler: ["euler"],
  "euler a": ["euler_ancestral"],
  heun: ["heun"],
  lcm: ["lcm"],
  lms: ["lms"],
  unipc: ["uni_pc"],
}

const schedules: Readonly<Record<string, string>> = {
  beta: "beta",
  ddim: "ddim_uniform",
  exponential: "exponential",
  karras: "karras",
  "kl optimal": "kl_optimal",
  normal: "normal",
  "sgm uniform": "sgm_uniform",
  simple: "simple",
  uniform: "normal",
}

/** A sampler and schedule as ComfyUI calls them. */
export type Sampling = { readonly sampler: string; readonly scheduler: string }

/**
 * What AUTOMATIC1111's words mean in ComfyUI. Until 1.8 the schedule was the
 * sampler's last word. Undefined for what ComfyUI doesn't have.
 */
export function samplingOf(
  written: string,
  type: string | undefined,
): Sampling | undefined {
  const words = written.toLowerCase().trim()
  const [, front = words, last = ""] =
    /^(.*) (karras|exponential)$/u.exec(words) ?? []
  const found = samplers[front]
  if (found === undefined) return undefined
  const asked = type?.toLowerCase() ?? last
  const [sampler, own = "normal"] = found
  if (asked === "automatic") return { sampler, scheduler: own }
  if (asked === "")
    return { sampler, scheduler: sampler === "ddim" ? own : "normal" }
  const scheduler = schedules[asked]
  return scheduler === undefined ? undefined : { sampler, scheduler }
}

/** The name that was meant: what another app says, or nearly this one. */
export function meant(
  written: string,
  known: readonly string[],
): string | undefined {
  const other = samplers[written.toLowerCase()]?.[0]
  const schedule = schedules[written.toLowerCase()]
  return (
    [other, schedule].find((name) => name && known.includes(name)) ??
    nearest(written, known)
  )
}
