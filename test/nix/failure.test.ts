import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { nixFailure } from "../../src/nix/failure/nix-failure.ts"

const failureOf = (name: string) => {
  const file = new URL(`../fixtures/nix/${name}.stderr`, import.meta.url)
  const stderr = readFileSync(file, { encoding: "utf8" })
  return nixFailure(stderr, { during: "the build", where: "lithium" })
}

describe.each(["2.26.3", "2.34.8"])("Nix %s", (version) => {
  const of = (name: string) => failureOf(`${name}.${version}`)

  test.each([
    ["build-fail-json", ""],
    ["remote-fail", " on ssh-ng://builder1"],
    ["remote-fail-json", " on ssh-ng://builder1"],
  ])(
    "%s names the derivation, machine, exit code, last lines and log",
    (name, on) => {
      expect(of(name)).toMatchObject({
        code: "SDOPS_BUILD_FAILED",
        evidence: [
          "collecting kornia_rs",
          "error: linker cc not found",
          "ModuleNotFoundError: No module named torch",
        ],
        help: [
          expect.stringMatching(
            /^nix-store --read-log \/nix\/store\/\S+-broken-node-1.2.drv$/,
          ),
        ],
        message: `broken-node-1.2 was not built${on}: exit code 2`,
      })
    },
  )

  test("a killed build says so, and what it may mean", () => {
    const { help, message } = of("build-killed")
    const why = "its builder was killed, mostly because memory ran out"
    expect(message).toBe(`oom was not built: ${why}`)
    expect(help[0]).toBe("sdops doctor all --only system/memory")
  })

  test("a full disk names the machine, not Nix's sentence", () => {
    expect(of("target-disk-full").message).toBe("the disk on lithium is full")
    expect(of("builder-disk-full").message).toBe(
      "the disk on ssh-ng://builder1 is full",
    )
  })

  test("a wrong hash gives both, ready to be copied", () => {
    expect(of("fod-mismatch")).toMatchObject({
      code: "SDOPS_HASH_MISMATCH",
      details: {
        got: "sha256-NX5db6+jTSc2D+wktDJtNTSQXjPGrN7mAZj7B4t7eeU=",
        name: "model.safetensors",
        specified: "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      },
    })
  })

  test("a builder that is down is named", () => {
    expect(of("builder-unreachable")).toMatchObject({
      code: "SDOPS_BUILDER_UNREACHABLE",
      details: { builder: "ssh-ng://dead" },
    })
  })

  test("a missing feature is named with who needs it", () => {
    expect(of("missing-feature").message).toBe(
      "needs-cuda needs {cuda}, which no machine offers",
    )
    expect(of("wrong-system").message).toBe(
      "arm needs aarch64-linux, which no machine offers",
    )
  })

  test("a cache that is down is named", () => {
    const url = "http://127.0.0.1:9999/nix-cache-info"
    expect(of("subst-refused")).toMatchObject({
      code: "SDOPS_CACHE_UNREACHABLE",
      details: { url },
    })
  })

  test("ignored settings are all named once", () => {
    expect(of("untrusted-substituter")).toMatchObject({
      code: "SDOPS_UNTRUSTED",
      details: {
        settings: ["the cache http://127.0.0.1:8081", "trusted-public-keys"],
      },
      exit: "refused",
    })
  })

  test("an unknown option shows where it is and what is near", () => {
    expect(of("mod-unknown-option")).toMatchObject({
      because: [
        "did you mean services.comfyui.port?",
        "did you mean services.comfyui.mode?",
        "did you mean services.comfyui.enable?",
        "hosts/lithium.nix says 1",
        expect.stringMatching(/^at .*ev\.nix:14:52$/),
      ],
      code: "SDOPS_EVALUATION_FAILED",
      details: {
        message: "The option `services.comfyui.prot' does not exist.",
        near: [
          "services.comfyui.port",
          "services.comfyui.mode",
          "services.comfyui.enable",
        ],
      },
    })
  })

  test("an unknown host shows those that are near", () => {
    const { code, details } = of("unknown-host")
    expect(code).toBe("SDOPS_EVALUATION_FAILED")
    expect(details).toMatchObject({ near: ["lithium", "lithium2"] })
  })

  test("a wrong type shows the value and its file", () => {
    expect(of("mod-wrong-type")).toMatchObject({
      because: [
        'hosts/lithium.nix says "8188"',
        expect.stringMatching(/^at .*ev\.nix/),
      ],
    })
  })

  test("failed assertions are reasons, one each", () => {
    expect(of("assertion")).toMatchObject({
      because: ["comfyui: port 8188 is used by two instances on lithium"],
    })
    expect(of("real-assertion").because[0]).toBe(
      "The ‘fileSystems’ option does not specify your root file system.",
    )
  })

  test("a syntax error shows its position", () => {
    const { because, message } = of("syntax-error")
    expect(message).toContain("syntax error, unexpected ';'")
    expect(because).toEqual([expect.stringMatching(/flake\.nix:1:35$/)])
  })
})

test("silence is an error too", () => {
  const failure = nixFailure("", { during: "the build", where: "lithium" })
  expect(failure.message).toBe("the build failed: it said nothing")
})
