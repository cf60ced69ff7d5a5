import fc from "fast-check"
import { expect, test } from "vitest"
import { parseReferences } from "../../src/gpu/holders.ts"
import { predictReload } from "../../src/gpu/predict-reload.ts"

const apps = ["comfyui.service"]

/** As a rehearsal host tells it while ComfyUI serves. */
const modules = (nvidia: number, drm = 0) =>
  `nvidia ${nvidia} nvidia_modeset,nvidia_uvm,
nvidia_drm ${drm} -
nvidia_modeset 1 nvidia_drm,
nvidia_uvm 1 -`
const serving = `90 nvidia 1 nvidia-persistenced.service nvidia-persiste
120 nvidia 2 comfyui.service python3.12 main
120 nvidia_uvm 1 comfyui.service python3.12 main`

test("what apps and NVIDIA's daemons hold is let go", () => {
  expect(predictReload(parseReferences(modules(5), serving), apps)).toEqual({
    reload: "works",
    stops: ["comfyui.service", "nvidia-persistenced.service"],
  })
})

test("a front end that counts each file twice is known", () => {
  const holders = parseReferences(modules(8), serving)
  expect(predictReload(holders, apps).reload).toBe("works")
})

test("files that processes share are fewer references", () => {
  const shared = `${serving}\n121 nvidia 2 comfyui.service python3.12`
  const holders = parseReferences(modules(5), shared)
  expect(predictReload(holders, apps).reload).toBe("works")
})

test.for([
  [
    "a console",
    modules(5, 1),
    "nvidia_drm has 1 reference that no process holds: " +
      "a console or a display on the GPU",
    [],
  ],
  [
    "peer memory",
    modules(7),
    "nvidia has 2 references that no process holds: " +
      "peer memory or another kernel user",
    [],
  ],
  [
    "another module",
    "nvidia 1 nv_peer_mem,",
    "the module nv_peer_mem uses the driver",
    ["rmmod nv_peer_mem"],
  ],
  [
    "a kernel that can't unload",
    "nvidia - -\nnvidia_uvm - -",
    "the kernel keeps no reference counts, so it can't unload modules",
    [],
  ],
] as const)("%s holds it", ([, text, because, help]) => {
  const processes = text.includes("modeset") ? serving : ""
  const predicted = predictReload(parseReferences(text, processes), apps)
  expect(predicted).toEqual({
    held: { because: [because], help: [...help] },
    reload: "held",
  })
})

test.for([
  ["ollama.service", "systemctl stop ollama.service"],
  ["session-3.scope", "kill 481"],
  ["user@1000.service", "kill 481"],
  ["docker-0a1b.scope", "kill 481"],
  ["-", "kill 481"],
] as const)("a process of %s may not be stopped", ([unit, help]) => {
  const stranger = `481 nvidia 1 ${unit} python3`
  const holders = parseReferences(modules(6), `${serving}\n${stranger}`)
  const predicted = predictReload(holders, apps)
  if (predicted.reload !== "held") throw new Error("it is not held")
  const where = unit === "-" ? "" : ` of ${unit}`
  expect(predicted.held).toEqual({
    because: [`process 481 (python3)${where} uses the GPU`],
    help: [help],
  })
})

test("a process is named once, however much it holds", () => {
  const stranger = "481 nvidia 9 x.scope a\n481 nvidia_uvm 1 x.scope a"
  const predicted = predictReload(parseReferences("", stranger), apps)
  if (predicted.reload !== "held") throw new Error("it is not held")
  expect(predicted.held.because).toHaveLength(1)
})

test("no stranger is ever among what is stopped", () => {
  const units = fc.constantFrom("comfyui.service", "a.service", "b.scope", "-")
  const line = fc
    .tuple(fc.nat(9999), units, fc.nat(9))
    .map(([pid, unit, files]) => `${pid} nvidia ${files} ${unit} x`)
  fc.assert(
    fc.property(fc.array(line), fc.string(), (lines, noise) => {
      const holders = parseReferences(noise, lines.join("\n"))
      const predicted = predictReload(holders, apps)
      if (predicted.reload === "held") return
      expect([...predicted.stops, ...apps].toSorted()).toEqual(
        predicted.stops.length === 0 ? apps : [...apps, ...apps],
      )
    }),
  )
})
