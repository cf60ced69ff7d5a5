import { expect, test } from "vitest"
import {
  deployOrderSchema,
  orderVariables,
} from "../../../src/host/supervisor/deploy-order.ts"

const system = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system-x-1"
const good = {
  apps: ["comfyui.service"],
  candidate: system,
  expected: {
    booted: system,
    bootDefault: "unknown: why",
    bootId: "496cce94-13dc-4ab0-afff-a66f5bb2196a",
    current: system,
    driver: "",
    generation: "3",
    profile: system,
  },
  goal: "switch",
  gpu: { driver: "580.159.04", vendor: "nvidia" },
  id: "d-1234",
  limits: {
    activation: 900,
    contact: 120,
    driver: 60,
    gate: 300,
    go: 600,
    bootDeadline: 900,
    heartbeatExpiry: 120,
    idle: 5,
    lock: 60,
    ready: 180,
  },
  nonce: "abcdefghijklmnop",
  oldApps: [],
  reason: 'sdops deploy lithium; it\'s "fine" $(really)',
  toleratedUnits: [],
  waitForGo: false,
  who: "ada@couch",
}

test("an order becomes variables with legal names", () => {
  const variables = orderVariables(deployOrderSchema.parse(good))
  expect(variables).toMatchObject({ apps: "comfyui.service", id: "d-1234" })
  for (const name of Object.keys(variables)) expect(name).toMatch(/^[a-z_]+$/)
})

test("a reload names the old driver and the units to hold down", () => {
  const reload = { from: "550.54.14", hold: ["a.service", "b.service"] }
  const order = { ...good, gpu: { ...good.gpu, reload } }
  expect(orderVariables(deployOrderSchema.parse(order))).toMatchObject({
    driver_from: "550.54.14",
    driver_wanted: "580.159.04",
    hold_units: "a.service b.service",
    reload: "1",
  })
  expect(orderVariables(deployOrderSchema.parse(good))).toMatchObject({
    hold_units: "",
    reload: "0",
  })
})

test.for([
  ["an id with a slash", { id: "../../etc" }],
  ["a candidate outside the store", { candidate: "/tmp/x" }],
  ["a candidate below a store path", { candidate: `${system}/bin` }],
  ["a unit with a blank", { apps: ["a b.service"] }],
  ["a unit of no kind", { apps: ["a"] }],
  ["a reason with two lines", { reason: "a\nb" }],
  ["a short nonce", { nonce: "abc" }],
  ["another goal", { goal: "check" }],
  [
    "a driver of no version",
    { gpu: { ...good.gpu, reload: { from: "$(x)", hold: [] } } },
  ],
] as const)("%s is not sent", ([, edit]) => {
  expect(deployOrderSchema.safeParse({ ...good, ...edit }).success).toBe(false)
})
