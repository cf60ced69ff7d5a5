import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { computingGpu } from "../../src/gpu/computing-gpu.ts"
import { mixedGpus } from "../../src/gpu/mixed.ts"
import { readSmi } from "../../src/gpu/smi.ts"
import { isVirtual, migInstances } from "../../src/gpu/virtual.ts"
import { smiFields } from "./fields.ts"

const p4000 = "0, GPU-1, Quadro P4000, 580.173.02, 8192, 6.1"
const rtx = "1, GPU-2, NVIDIA GeForce RTX 3090, 580.173.02, 24576, 8.6"
const corrupted = "WARNING: infoROM is corrupted at gpu 0000:B3:00.0"
const handle =
  "Unable to determine the device handle for GPU0000:0A:00.0: Unknown Error"
const lost =
  "Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost." +
  "  Reboot the system to recover this GPU"

/** What it is, exit code, output, names that are listed, remarks. */
const listings: readonly (readonly [
  string,
  number,
  string,
  readonly (string | undefined)[],
  readonly string[],
])[] = [
  ["one GPU", 0, `${p4000}\n`, ["Quadro P4000"], []],
  [
    "a warning after the GPUs, exit 14",
    14,
    `${p4000}\n${corrupted}\n`,
    ["Quadro P4000"],
    [corrupted],
  ],
  [
    "a warning before the GPUs",
    0,
    `${corrupted}\n\n${p4000}\n${rtx}\n`,
    ["Quadro P4000", "NVIDIA GeForce RTX 3090"],
    [corrupted],
  ],
  [
    "a lost GPU beside one that works, exit 15",
    15,
    `${lost}\n${rtx}\n`,
    ["NVIDIA GeForce RTX 3090"],
    [lost],
  ],
  [
    "a GPU without a handle, exit 255",
    255,
    `${p4000}\n${handle}\n`,
    ["Quadro P4000"],
    [handle],
  ],
  [
    "a GPU that is lost in its own row",
    0,
    `${rtx}\n2, GPU-3, [GPU is lost], [GPU is lost], [GPU is lost], [N/A]\n`,
    ["NVIDIA GeForce RTX 3090", undefined],
    [],
  ],
]

describe("nvidia-smi lists what it lists, whatever it exits with", () => {
  test.for(listings)("%s", ([, exit, output, names, remarks]) => {
    const answer = readSmi(smiFields, exit, output)
    expect(answer).toMatchObject({ remarks, smi: "gpus" })
    const gpus = answer.smi === "gpus" ? answer.gpus : []
    expect(gpus.map(({ name }) => name)).toEqual(names)
  })

  test.for([
    ["no GPU is left", 15, `${lost}\n`, "failed"],
    ["a warning alone", 14, `${corrupted}\n`, "failed"],
    ["it hangs after its first GPU", 124, `${p4000}\n`, "failed"],
    ["words of something else", 0, "Segmentation fault\n", "failed"],
    ["nothing at all", 0, "", "gpus"],
  ] as const)("%s: %s", ([, exit, output, smi]) => {
    expect(readSmi(smiFields, exit, output).smi).toBe(smi)
  })

  test("each line is a GPU or a remark, and none is made up", () => {
    const words = fc.array(
      fc.oneof(fc.constantFrom(p4000, rtx, corrupted, lost), fc.string()),
    )
    fc.assert(
      fc.property(words, fc.nat(255), (lines, exit) => {
        const answer = readSmi(smiFields, exit, lines.join("\n"))
        if (answer.smi !== "gpus") return
        const said = lines
          .join("\n")
          .trim()
          .split("\n")
          .filter((line) => line.trim() !== "")
        expect(answer.gpus.length + answer.remarks.length).toBe(said.length)
      }),
    )
  })
})

describe("of several GPUs the host computes with", () => {
  const gpus = (...rows: readonly string[]) => {
    const answer = readSmi(smiFields, 0, rows.join("\n"))
    return answer.smi === "gpus" ? answer.gpus : []
  }
  const small = "0, GPU-1, NVIDIA GeForce GT 1030, 580.173.02, 2048, 6.1"
  const large =
    "1, GPU-2, NVIDIA RTX PRO 6000 Blackwell Workstation Edition, " +
    "580.173.02, 97887, 12.0"

  test.for([
    ["the one with the most memory", undefined, "1"],
    ["the one that the inventory names", "GeForce GT 1030", "0"],
    ["the largest, where the name is nobody's", "GeForce RTX 5090", "1"],
  ] as const)("%s", ([, model, index]) => {
    const chosen = computingGpu(gpus(small, large), model)
    expect(chosen).toMatchObject({ index })
  })

  test("a pair that no one driver serves is told", () => {
    expect(mixedGpus(gpus(small, large))).toEqual([
      "GeForce GT 1030 needs the closed kernel module, RTX PRO 6000 " +
        "Blackwell Workstation Edition the open one: one driver can't serve " +
        "both",
    ])
    expect(mixedGpus(gpus(small, rtx))).toEqual([])
    expect(mixedGpus(gpus(rtx, large))).toEqual([])
  })
})

test.for([
  ["GRID V100D-8Q", true],
  ["NVIDIA A40-8Q", true],
  ["NVIDIA A100-4-20C", true],
  ["NVIDIA GeForce RTX 4090", false],
  ["NVIDIA H200", false],
  ["NVIDIA A100-SXM4-80GB", false],
  ["Tesla V100-PCIE-16GB", false],
] as const)("%s is a vGPU: %s", ([name, virtual]) => {
  expect(isVirtual({ name })).toBe(virtual)
})

test("MIG instances are counted for each GPU in that mode", () => {
  const on = { "mig.mode.current": "Enabled" }
  const list = [
    "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-1)",
    "  MIG 3g.40gb     Device  0: (UUID: MIG-1)",
    "  MIG 3g.40gb     Device  1: (UUID: MIG-2)",
    "GPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-2)",
    "GPU 2: NVIDIA A100-SXM4-80GB (UUID: GPU-3)",
  ].join("\n")
  const gpus = [{ index: "0", ...on }, { index: "1", ...on }, { index: "2" }]
  expect([...migInstances(gpus, list)]).toEqual([
    ["0", 2],
    ["1", 0],
  ])
})
