import { expect, test } from "vitest"
import {
  type AppChange,
  type AppFacts,
  appChanges,
  type When,
} from "../../../src/deploy/changes/app-changes.ts"
import type { UnitChanges } from "../../../src/deploy/changes/unit-changes.ts"
import type { DriverDecision } from "../../../src/gpu/decide.ts"

const none: UnitChanges = {
  keep: [],
  reload: [],
  restart: [],
  start: [],
  stop: [],
}
const same: DriverDecision = { do: "switch", version: "580.1" }
const reloads: DriverDecision = {
  do: "reload",
  from: "550.1",
  repairs: false,
  stops: [],
  to: "580.1",
}
const boots: DriverDecision = { because: "another kernel", do: "one-shot-boot" }

type Row = readonly [
  what: string,
  app: string,
  units: Partial<UnitChanges>,
  driver: DriverDecision,
  expected: string,
]

const own = "comfyui.service"
const models = "comfyui-models.service"
const webui = "stable-diffusion-webui.service"
const settings = "stable-diffusion-webui-settings.service"

const rows: readonly Row[] = [
  ["nothing of it", "comfyui", {}, same, "-"],
  ["another unit", "comfyui", { restart: ["nginx.service"] }, same, "-"],
  ["models", "comfyui", { restart: [models] }, same, "nothing"],
  ["the first models", "comfyui", { start: [models] }, same, "nothing"],
  ["settings", "webui", { restart: [settings] }, same, "live"],
  ["its unit", "comfyui", { restart: [own] }, same, "restart"],
  ["its unit, left running", "comfyui", { keep: [own] }, same, "restart"],
  [
    "its unit and models",
    "comfyui",
    { restart: [models, own] },
    same,
    "restart",
  ],
  [
    "its unit and settings",
    "webui",
    { restart: [settings, webui] },
    same,
    "restart",
  ],
  ["the driver", "comfyui", {}, reloads, "restart"],
  ["the kernel", "comfyui", { restart: [own] }, boots, "reboot"],
  ["it goes", "comfyui", { stop: [own] }, boots, "stop"],
  ["it comes", "stopped", { start: ["stopped.service"] }, same, "start"],
  ["it stays down", "stopped", {}, reloads, "-"],
  ["a service's unit", "ollama", { restart: ["ollama.service"] }, same, "now"],
]

const facts: Readonly<Record<string, AppFacts>> = {
  comfyui: { hasQueue: true, name: "comfyui", runs: true, unit: own },
  ollama: {
    hasQueue: false,
    name: "ollama",
    runs: true,
    unit: "ollama.service",
  },
  stopped: {
    hasQueue: true,
    name: "stopped",
    runs: false,
    unit: "stopped.service",
  },
  webui: { hasQueue: true, name: "webui", runs: true, unit: webui },
}

const policies: readonly When[] = ["drained", "now", "when-idle"]

test.for(
  rows.flatMap((row) => policies.map((policy) => [...row, policy] as const)),
)("%s of %s: %o, %o: %s, under %s", (row) => {
  const [, name, units, driver, expected, appRestart] = row
  const app = facts[name] as AppFacts
  const changed = { ...none, ...units }

  const [change] = appChanges([app], changed, driver, { appRestart })

  const does: AppChange["does"] | "-" = change?.does ?? "-"
  expect(does).toBe(expected === "now" ? "restart" : expected)
  const when = change !== undefined && "when" in change ? change.when : "-"
  const loses = does === "restart" || does === "reboot"
  expect(when).toBe(expected === "now" ? "now" : loses ? appRestart : "-")
  if (change !== undefined) expect(change.because).not.toBe("")
})
