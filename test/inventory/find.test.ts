import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { findFleet } from "../../src/inventory/find.ts"
import { makeFleet } from "./make-fleet.ts"

const nowhere = "/nonexistent"

async function find(
  input: { fleet?: string; from: string },
  variable?: string,
): Promise<string> {
  const environment = variable === undefined ? {} : { SDOPS_FLEET: variable }
  return findFleet(input, { environment })
}

test("the nearest fleet upwards is found", async () => {
  const root = await makeFleet({})
  await mkdir(join(root, "hosts", "lithium"))
  expect(await find({ from: join(root, "hosts", "lithium") })).toBe(root)
})

test("SDOPS_FLEET goes before the folder, --fleet before both", async () => {
  const [here, variable, flag] = await Promise.all([
    makeFleet({}),
    makeFleet({}),
    makeFleet({}),
  ])
  expect(await find({ from: here }, variable)).toBe(variable)
  expect(await find({ fleet: flag, from: here }, variable)).toBe(flag)
})

test("an empty SDOPS_FLEET is none", async () => {
  const root = await makeFleet({})
  expect(await find({ from: root }, "")).toBe(root)
})

test.each(["", "hosts", "hosts/fleet.yaml"])(
  "--fleet may name the fleet by %j",
  async (part) => {
    const root = await makeFleet({})
    expect(await find({ fleet: join(root, part), from: nowhere })).toBe(root)
  },
)

test("without a fleet, the places searched are named", async () => {
  await expect(find({ from: "/nonexistent/a" })).rejects.toMatchObject({
    code: "SDOPS_NO_FLEET",
    details: {
      by: "folder",
      searched: [
        "/nonexistent/a/hosts/fleet.yaml",
        "/nonexistent/hosts/fleet.yaml",
        "/hosts/fleet.yaml",
      ],
    },
    exit: "usage",
  })
})

test("--fleet that names none doesn't fall back to another", async () => {
  const root = await makeFleet({})
  await expect(
    find({ fleet: nowhere, from: root }, root),
  ).rejects.toMatchObject({
    details: { by: "--fleet", searched: ["/nonexistent/hosts/fleet.yaml"] },
  })
})
