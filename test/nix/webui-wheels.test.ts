import { expect, test } from "vitest"
import lock from "../../nix/data/webui-wheels.json" with { type: "json" }

const wheels = Object.entries(lock.wheels)

test("each wheel is for its Python, on x86_64 Linux", () => {
  const unfit = wheels.filter(([, { pypi }]) => {
    const python =
      pypi.python === "cp311" || /^(cp3\d?|py[23])/.test(pypi.python)
    const abi = ["abi3", "cp311", "none"].includes(pypi.abi)
    const platform = pypi.platform === "any" || pypi.platform.endsWith("x86_64")
    return !(python && abi && platform)
  })
  expect(unfit).toEqual([])
})

test("each wheel is locked by its sha256", () => {
  const hashes = wheels.map(([, { hash }]) => hash)
  expect(hashes.filter((hash) => !/^sha256-.{43}=$/.test(hash))).toEqual([])
  expect(new Set(hashes).size).toBe(hashes.length)
})

test("nothing compiles kernels, and torch is the one that is asked for", () => {
  const names = wheels.map(([name]) => name)
  expect(names).not.toContain("triton")
  expect(lock.wheels.torch.version).toBe("2.1.2")
})
