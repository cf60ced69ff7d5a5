import { expect, test } from "vitest"
import { declaredApps } from "../../src/inventory/declared-apps.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { leastHost, makeFleet, problemsOf } from "./make-fleet.ts"

const services = (text: string) => `${leastHost}services: {${text}}\n`

test.each([
  ["ollama: {command: [ollama, serve], port: 1, package: ollama}", undefined],
  ["ollama: {command: [], port: 1}", "ollama.command: expected at least 1"],
  ["ollama: {command: [x]}", "ollama.port: missing"],
  ["ollama: {port: 1}", "ollama.command: missing"],
  ["comfyui: {command: [x], port: 1}", "none that sdops knows itself"],
  ["O: {command: [x], port: 1}", "a name of a-z, 0-9 and -"],
  [
    "ollama: {command: [x], port: 1, health-check: health}",
    "health-check: expected a path, such as /health",
  ],
  [
    "ollama: {command: [x], port: 1, healt-check: /}",
    "unknown key; did you mean health-check?",
  ],
])("sdops-app: {%s}", async (app, said) => {
  const problems = await problemsOf({
    "hosts/x.yaml": services(`sdops-app: {${app}}`),
  })
  expect(problems).toEqual(
    said === undefined ? [] : [expect.stringContaining(said)],
  )
})

test("what is declared whole is on unless it is disabled", async () => {
  const custom = "command: [x], port: 1"
  const from = await makeFleet({
    "hosts/x.yaml": services(
      "comfyui: {enable: true}, stable-diffusion-webui: {port: 1}, " +
        `sdops-app: {b: {${custom}}, c: {${custom}, enable: false}}`,
    ),
  })
  const fleet = await loadFleet({ from }, { environment: {} })
  const host = fleet.hosts.get("x")
  expect(declaredApps(host ?? { services: {} })).toEqual(["b", "comfyui"])
})
