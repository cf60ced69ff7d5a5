import { boolean, integer, option, string } from "@oclif/core/flags"
import { parseWaveSize } from "../../rollout/wave-size.ts"
import type { Settings } from "../../rollout/settings.ts"

/** How a rollout goes; what is left out has the default. */
const fresh = {
  canary: integer({
    helpValue: "N",
    min: 0,
    summary: "How many hosts go first, on their own (default: 1).",
  }),
  "max-failures": integer({
    helpValue: "N",
    min: 0,
    summary: "How many hosts may fail, canaries aside (default: 0).",
  }),
  "on-failure": option({
    options: ["continue", "stop"] as const,
    summary: "What to do after too many failures (default: stop).",
  })(),
  soak: integer({
    helpValue: "SECONDS",
    min: 0,
    summary: "Pause between waves (default: 0).",
  }),
  wave: string({
    helpValue: "N|P%",
    summary: "Size of a wave: a count, or a percentage (default: 25%).",
  }),
}

/** The flags of a new rollout and of one that goes on, which takes none. */
export const staging = {
  ...fresh,
  "dry-run": boolean({
    summary: "Show the waves and stop there.",
  }),
  file: string({
    helpValue: "NAME",
    summary: "Take the settings of rollouts/NAME.yaml; flags override them.",
  }),
  parallel: integer({
    helpValue: "N",
    min: 1,
    summary: "How many hosts to deploy at once (default: 10).",
  }),
  resume: boolean({
    exclusive: [
      "allow-heavy-builds",
      "dry-run",
      "file",
      "parallel",
      ...Object.keys(fresh),
    ],
    summary: "Continue the newest unfinished rollout.",
  }),
}

export type Said = {
  readonly [Key in Exclude<keyof Settings, "wave">]?: Settings[Key] | undefined
} & { readonly wave?: string | undefined }

/** The settings that flags or a file say, complete. Errors: `usage`. */
export function settingsFrom(said: Said): Settings {
  return {
    allowHeavyBuilds: said.allowHeavyBuilds ?? false,
    canary: said.canary ?? 1,
    maxFailures: said.maxFailures ?? 0,
    onFailure: said.onFailure ?? "stop",
    parallel: said.parallel ?? 10,
    soak: said.soak ?? 0,
    wave: parseWaveSize(said.wave ?? "25%"),
  }
}
