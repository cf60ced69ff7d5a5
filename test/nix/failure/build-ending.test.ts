import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { buildEnding } from "../../../src/nix/failure/build-ending.ts"
import { nixFailure } from "../../../src/nix/failure/nix-failure.ts"

const folder = new URL("../../fixtures/build-logs/", import.meta.url)
const recorded = readdirSync(folder).filter((name) => name.endsWith(".txt"))
const linesOf = (name: string) =>
  readFileSync(new URL(`${name}.txt`, folder), "utf8")
    .trimEnd()
    .split("\n")

/** What each recording of `test/fixtures/build-logs` says. */
const endings: Readonly<Record<string, ReturnType<typeof buildEnding>>> = {
  cargo: { how: "tests", tests: ["tests::reads_back"] },
  ctest: { how: "tests", tests: ["blas.gemm"] },
  // A compiler that gives up by itself has a bug; memory is not to blame.
  "gcc-aborted": undefined,
  "gcc-bus-error": crashed("the compiler", "Bus error"),
  "gcc-crashed": crashed("cc1plus", "Segmentation fault"),
  "gcc-killed": wanting("cc1plus was killed, mostly because memory ran out"),
  "gcc-ld-killed": wanting("ld was killed, mostly because memory ran out"),
  "gcc-no-memory": wanting("memory ran out"),
  go: { how: "tests", tests: ["TestServe"] },
  pytest: {
    how: "tests",
    tests: [
      "tests/test_kernels.py::TestConv::test_backward[2]",
      "tests/test_kernels.py::test_timeout",
    ],
  },
  "pytest-collect": { how: "tests", tests: ["tests/test_broken.py"] },
  "python-memory": wanting("memory ran out"),
  "rustc-killed": wanting("memory ran out"),
  "rustc-segv": crashed("the compiler", "SIGSEGV"),
  unittest: {
    how: "tests",
    tests: ["test_b (__main__.T.test_b)", "test_a (__main__.T.test_a)"],
  },
}

function crashed(program: string, why: string) {
  return { how: "crashed", program, why } as const
}

function wanting(why: string) {
  return { how: "no-memory", why } as const
}

test("every recording has its row", () => {
  const names = recorded.map((name) => name.replace(/\.txt$/, ""))
  expect(Object.keys(endings).toSorted()).toEqual(names.toSorted())
})

test.each(Object.entries(endings))("the end of %s is read", (name, ending) => {
  expect(buildEnding(linesOf(name))).toEqual(ending)
})

/** In the words of programs that nobody has run here, from memory. */
const told: readonly (readonly [string, ReturnType<typeof buildEnding>])[] = [
  [
    "nvcc error   : 'cicc' died due to signal 11 (Invalid memory reference)",
    crashed("cicc", "SIGSEGV"),
  ],
  [
    "nvcc error   : 'ptxas' died due to signal 9 (Kill signal)",
    wanting("ptxas was killed, mostly because memory ran out"),
  ],
  [
    "clang++: error: clang frontend command failed due to signal (use -v)",
    crashed("clang", "a signal"),
  ],
  ["LLVM ERROR: out of memory", wanting("memory ran out")],
  ["cc1plus: out of memory allocating 65536 bytes", wanting("memory ran out")],
  [
    "ninja: fatal: posix_spawn: Cannot allocate memory",
    wanting("memory ran out"),
  ],
  ["[  FAILED  ] Gemm.Half (12 ms)", { how: "tests", tests: ["Gemm.Half"] }],
  [
    " 3/10 codec:h264   TIMEOUT  30.02s",
    { how: "tests", tests: ["codec:h264"] },
  ],
  ["FAIL: check-locale.sh", { how: "tests", tests: ["check-locale.sh"] }],
]

test.each(told)("%s", (line, ending) => {
  expect(buildEnding(["building", line, "make: *** [all] Error 1"])).toEqual(
    ending,
  )
})

test.each([
  "error: linker cc not found",
  "-- Looking for segfault handlers - not found",
  "checking whether FAIL is declared... no",
  "test_ok PASSED",
  "  1 - fine (Passed)",
  "ERROR: could not find a version that satisfies the requirement",
])("any other line is no such end: %s", (line) => {
  expect(buildEnding([line])).toBeUndefined()
})

const drv =
  "/nix/store/00000000000000000000000000000000-python3.13-torch-2.9.1.drv"

/** As Nix 2.34 tells it, with the log by events. */
function failed(lines: readonly string[], machine = "", code = 1) {
  const event = (said: object) => `@nix ${JSON.stringify(said)}`
  const log = (text: string) =>
    event({ action: "result", fields: [text], id: 1, type: 101 })
  const fields = [drv, machine, 1, 1]
  const reason = `Reason: builder failed with exit code ${code}.`
  const msg = `error: Cannot build '${drv}'.\n       ${reason}`
  const stderr = [
    event({ action: "start", fields, id: 1, parent: 0, type: 105 }),
    ...lines.map(log),
    event({ action: "stop", id: 1 }),
    event({ action: "msg", level: 0, msg, raw_msg: msg }),
  ]
  const builder = () => "neon"
  const input = { builder, during: "the build", where: "lithium" }
  const at = { host: "lithium", login: "ops@lithium.lan" }
  return nixFailure(stderr.join("\n"), input, at)
}

describe("a build whose", () => {
  test("compiler crashed suggests doctor's look at memory", () => {
    const { code, evidence, help, message } = failed(linesOf("gcc-crashed"))
    expect(code).toBe("SDOPS_BUILD_CRASHED")
    expect(message).toBe(
      "python3.13-torch-2.9.1 was not built: cc1plus crashed " +
        "(Segmentation fault), mostly a sign of bad memory",
    )
    expect(help).toEqual([
      "sdops doctor lithium --only system/memory",
      `ssh ops@lithium.lan sudo nix-store --read-log ${drv}`,
    ])
    expect(evidence.join()).toContain("terminated program cc1plus")
  })

  test("compiler crashed on a builder has that one's kernel asked", () => {
    const uri = "ssh-ng://root@neon.lan"
    const { help, message } = failed(linesOf("gcc-crashed"), uri)
    expect(message).toContain("was not built on neon: cc1plus crashed")
    expect(help[0]).toBe(`ssh root@neon.lan "journalctl -k -g 'segfault'"`)
  })

  test("compiler was killed suggests fewer cores", () => {
    const { code, help } = failed(linesOf("gcc-killed"))
    expect(code).toBe("SDOPS_BUILD_MEMORY")
    expect(help).toEqual([
      "sdops doctor lithium --only system/memory",
      `ssh ops@lithium.lan sudo nix-store --realise ${drv} --cores 1`,
      `ssh ops@lithium.lan sudo nix-store --read-log ${drv}`,
    ])
  })

  test.each([
    [132, "SDOPS_BUILD_CRASHED", "SIGILL"],
    [135, "SDOPS_BUILD_CRASHED", "SIGBUS"],
    [137, "SDOPS_BUILD_MEMORY", "was killed"],
    [139, "SDOPS_BUILD_CRASHED", "SIGSEGV"],
    [129, "SDOPS_BUILD_FAILED", "exit code 129"],
    [2, "SDOPS_BUILD_FAILED", "exit code 2"],
  ])("shell ends with %i, as after a signal: %s", (exit, code, why) => {
    const error = failed(["compiling"], "", exit)
    expect(error.code).toBe(code)
    expect(error.message).toContain(why)
  })

  test("tests failed names them, and how to leave them out", () => {
    const { because, code, help, message } = failed(linesOf("pytest"))
    expect(code).toBe("SDOPS_BUILD_TESTS")
    expect(message).toBe(
      "python3.13-torch-2.9.1 was not built: these tests failed: " +
        "tests/test_kernels.py::TestConv::test_backward[2], " +
        "tests/test_kernels.py::test_timeout",
    )
    expect(because[1]).toBe(
      'disabledTests = [ "test_backward" "test_timeout" ] in an overlay of ' +
        "torch leaves them out",
    )
    expect(help[0]).toContain("--cores 1")
  })

  test("tests can't be imported has their files left out", () => {
    expect(failed(linesOf("pytest-collect")).because[1]).toContain(
      'disabledTestPaths = [ "tests/test_broken.py" ]',
    )
  })
})
