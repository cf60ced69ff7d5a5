import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import type { HostFault } from "./host-faults.ts"
import { statsOf } from "./sights.ts"

/** Of units that are kept from the GPU. */
export const deviceFaults: readonly HostFault[] = [
  [
    "a unit that sees no devices",
    {
      app: {
        answer: statsOf("2.9.1+cu126", "cpu"),
        ...unit({ PrivateDevices: "yes" }),
      },
    },
    "app/device-access",
    "bad",
    "it has PrivateDevices=yes",
  ],
  [
    "a unit that may open no devices",
    { app: unit({ DevicePolicy: "closed" }) },
    "app/device-access",
    "bad",
    "DevicePolicy=closed without DeviceAllow=/dev/nvidia0",
  ],
  [
    "a unit that may open devices of others",
    { app: unit({ DeviceAllow: "char-drm rw", DevicePolicy: "auto" }) },
    "app/device-access",
    "bad",
    "DevicePolicy=auto without DeviceAllow=/dev/nvidia0",
  ],
  [
    "a unit that may open the GPU, but not its memory",
    {
      app: unit({
        DeviceAllow: "/dev/nvidia0 rw /dev/nvidiactl rw",
        DevicePolicy: "closed",
      }),
    },
    "app/device-access",
    "bad",
    "without DeviceAllow=/dev/nvidia-uvm",
  ],
]

/** An active unit with such settings. */
function unit(settings: Readonly<Record<string, string>>) {
  const name = "comfyui.service"
  const about = { ActiveState: "active", unit: name, ...settings }
  return { state: unitStateSchema.parse(about) }
}
