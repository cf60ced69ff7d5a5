import { expect, test } from "vitest"
import { gpuLines } from "../../../src/deploy/outcome/gpu-line.ts"
import { reachable } from "../../../src/deploy/outcome/reachable.ts"

const host = { address: "lithium.lan", port: undefined, user: "ops" }
const at = (listen: readonly string[], url = "http://127.0.0.1:8188") =>
  reachable(host, [
    { listen: [...listen], name: "comfyui", port: 8188, url },
  ])[0]

test.each([
  [["0.0.0.0"], "http://lithium.lan:8188"],
  [["::"], "http://lithium.lan:8188"],
  [["127.0.0.1", "10.0.0.7"], "http://10.0.0.7:8188"],
  [["fd00::7"], "http://[fd00::7]:8188"],
])("an app that listens on %s is at %s", (listen, url) => {
  expect(at(listen)).toEqual({ app: "comfyui", url })
})

test("an app with TLS is at https", () => {
  expect(at(["0.0.0.0"], "https://127.0.0.1:8188")?.url).toBe(
    "https://lithium.lan:8188",
  )
})

test.each([[["127.0.0.1"]], [["::1"]], [[]]])(
  "an app on %j alone is brought here by a tunnel",
  (listen) => {
    expect(at(listen)?.tunnel).toBe(
      "ssh -NL 8188:127.0.0.1:8188 ops@lithium.lan",
    )
  },
)

test("a GPU is a line; what it doesn't say is left out", () => {
  const said = "GTX 1060, 580.1, 2, 6144, 28\nGB10, 590.2, [N/A], [N/A], 40\n"
  expect(gpuLines(0, said)).toEqual([
    "GTX 1060, driver 580.1, 2 of 6144 MiB, 28 °C",
    "GB10, driver 590.2, 40 °C",
  ])
  expect(gpuLines(9, "No devices were found")).toEqual([])
})
