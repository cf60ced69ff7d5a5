import { expect, test } from "vitest"
import { hostChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { hostSight } from "./sights.ts"

test.for([
  { DevicePolicy: "auto" },
  { DeviceAllow: "char-nvidia* rw char-drm r", DevicePolicy: "closed" },
  {
    DeviceAllow: "char-nvidia rw char-nvidia-uvm rw",
    DevicePolicy: "strict",
  },
  {
    DeviceAllow: "/dev/nvidia1 rw /dev/nvidiactl rw /dev/nvidia-uvm rw",
    DevicePolicy: "auto",
  },
])("a unit with %o may open the GPU", (settings) => {
  const about = { ActiveState: "active", unit: "comfyui.service", ...settings }
  const sight = hostSight({ app: { state: unitStateSchema.parse(about) } })
  const found = examine(hostChecks, sight)
  expect(found.filter(({ outcome }) => outcome !== "ok")).toEqual([])
})
