import { expect, test } from "vitest"
import { parseDryActivation } from "../../../src/deploy/plan/dry-activation.ts"
import { touchedApps } from "../../../src/deploy/plan/touched-apps.ts"
import { unitStateSchema } from "../../../src/host/probe/probe-schema.ts"

const comfyui = unitStateSchema.parse({
  ActiveState: "active",
  unit: "comfyui.service",
})
const nothing = parseDryActivation("")

test("the lists of a dry activation are read", () => {
  const output = `would stop the following units: comfyui.service, x.service
would activate the configuration...
would reload the following units: dbus.service
would restart the following units: sshd.service
would start the following units: comfyui.service
would NOT stop the following changed units: webui.service`
  expect(parseDryActivation(output)).toEqual({
    keep: ["webui.service"],
    reload: ["dbus.service"],
    restart: ["sshd.service"],
    start: ["comfyui.service"],
    stop: ["comfyui.service", "x.service"],
  })
})

test("an app that is stopped is touched", () => {
  const dry = { ...nothing, stop: ["comfyui.service"] }
  expect(touchedApps([comfyui], dry, [], false)).toEqual(["comfyui.service"])
})

test("an app that has changed and is left running is touched", () => {
  const dry = { ...nothing, keep: ["comfyui.service"] }
  expect(touchedApps([comfyui], dry, [], false)).toEqual(["comfyui.service"])
})

test("an app that goes with a unit that restarts is touched", () => {
  const dry = { ...nothing, restart: ["nvidia-persistenced.service"] }
  const dependants = ["comfyui.service", "x.service"]
  expect(touchedApps([comfyui], dry, dependants, false)).toEqual([
    "comfyui.service",
  ])
})

test("an app is not touched by what others do", () => {
  const dry = { ...nothing, restart: ["sshd.service"] }
  expect(touchedApps([comfyui], dry, [], false)).toEqual([])
})

test("a new driver touches every running app", () => {
  expect(touchedApps([comfyui], nothing, [], true)).toEqual(["comfyui.service"])
})

test("an app that does not run has nothing to lose", () => {
  const stopped = { ...comfyui, ActiveState: "inactive" }
  const dry = { ...nothing, stop: ["comfyui.service"] }
  expect(touchedApps([stopped], dry, [], true)).toEqual([])
})
