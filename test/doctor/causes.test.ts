import { expect, test } from "vitest"
import { appFaults } from "../e2e/doctor-faults/apps.ts"
import { told } from "../e2e/doctor-faults/fault.ts"
import { gpuFaults } from "../e2e/doctor-faults/gpus.ts"
import { fileFaults, namedFaults } from "../e2e/doctor-faults/inventory.ts"
import { nixFaults } from "../e2e/doctor-faults/nix.ts"
import { stagedFaults } from "../e2e/doctor-faults/staged.ts"
import { systemFaults } from "../e2e/doctor-faults/system.ts"

// How many causes doctor is shown on rehearsal hosts, where each yields its
// finding with its cure and no other: test/e2e/doctor.test.ts.
const onHosts = [
  ...appFaults,
  ...gpuFaults,
  ...namedFaults,
  ...nixFaults,
  ...stagedFaults,
  ...systemFaults,
]
const causes = [...fileFaults, ...onHosts].map(([, what]) => what)
const alone = Object.values(told).filter((findings) => findings.length === 1)

test("60 causes or more are found by one check alone", () => {
  expect(new Set(causes).size).toBe(causes.length)
  expect(alone.length).toBeGreaterThanOrEqual(60)
})

test("8 of them at most are about what a file says", () => {
  expect(fileFaults.length).toBeLessThanOrEqual(8)
})

test("what doctor says of each of them is kept, and of no other", () => {
  expect(Object.keys(told).toSorted()).toEqual(causes.toSorted())
})

test.for(Object.entries(told))("%s has a cure", ([, findings]) => {
  for (const { cure, finding } of findings) {
    expect(finding).not.toBe("")
    expect(cure.length).toBeGreaterThan(0)
  }
})
