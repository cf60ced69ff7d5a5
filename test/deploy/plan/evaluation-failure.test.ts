import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { evaluationFailure } from "../../../src/deploy/plan/evaluation-failure.ts"

const root = new URL("../../fixtures/nix-places/", import.meta.url).pathname

test.each([
  ["absolute", "configuration.nix:5:23", "access to absolute path '/etc'"],
  ["conflict", "other.nix:2", "networking.domain"],
  ["declared-twice", "module.nix:3", "is already declared in `sdops' own"],
  ["imports-config", "configuration.nix:3:48", "infinite recursion"],
  ["missing-file", "configuration.nix:3", "nope.nix doesn't exist"],
  ["nested-unknown-option", "configuration.nix:5", "services.comfyui.prot"],
  ["parse", "configuration.nix:6:5", "syntax error"],
  ["search-path", "configuration.nix:3:44", "<home-manager/nixos>"],
  ["tarball", "configuration.nix:3:47", "requires a 'sha256' argument"],
  ["undefined-variable", "configuration.nix:5:34", "variable 'vim'"],
  ["wrong-type", "configuration.nix:5", "is not of type `boolean'"],
])("%s is shown at %s of the user's", (host, at, message) => {
  const stderr = readFileSync(`${root}${host}.stderr`, "utf8")
  const failure = evaluationFailure(stderr, host, { root })
  expect(failure.code).toBe("SDOPS_EVALUATION_FAILED")
  expect(failure.message).toContain(message)
  expect(failure.because.join("\n")).toContain(`hosts/${host}/${at}`)
  const all = [failure.message, ...failure.because, ...failure.evidence]
  expect(all.join("\n")).not.toMatch(/\/nix\/store|outputs\.nix/)
  const [file, line] = at.split(":")
  expect(failure.help).toEqual([
    `\${EDITOR:-vi} +${line} hosts/${host}/${file}`,
  ])
})

test("whose module declares ComfyUI is told with what to do", () => {
  const host = "declared-twice"
  const stderr = readFileSync(`${root}${host}.stderr`, "utf8")
  expect(evaluationFailure(stderr, host, { root }).because).toEqual([
    "hosts/declared-twice/module.nix:3 declares services.comfyui, as sdops' " +
      "own module does: remove it from modules, and set it in the host's " +
      "file in hosts/",
  ])
})
