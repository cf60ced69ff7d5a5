import { expect, test } from "vitest"
import gateGpu from "../../../src/host/supervisor/gate-gpu.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

const a = "GPU-a, 580.173.02"
const b = "GPU-b, 580.173.02"
const corrupted = "WARNING: infoROM is corrupted at gpu 0000:B3:00.0"
const lost = "Unable to determine the device handle for GPU0000:0A:00.0"

/** What nvidia-smi prints and its exit code, before and after. */
type Said = readonly [text: string, exit: number]

const cases: readonly (readonly [string, Said, Said, string])[] = [
  ["all is well", [a, 0], [a, 0], "0"],
  [
    "a warning from before stays",
    [`${a}\n${corrupted}`, 14],
    [`${a}\n${corrupted}`, 14],
    "0",
  ],
  ["a warning is new", [a, 0], [`${a}\n${corrupted}`, 14], "0"],
  ["a GPU was lost before", [`${lost}\n${a}`, 15], [`${lost}\n${a}`, 15], "0"],
  ["a GPU is lost now", [`${a}\n${b}`, 0], [`${lost}\n${a}`, 15], "gpu-lost"],
  ["none answered before", ["No devices", 6], ["No devices", 6], "0"],
  ["none answers any more", [a, 0], ["No devices", 6], "smi-failed"],
  ["it fails another way", ["No devices", 6], ["blocked", 17], "smi-failed"],
  ["it came with the candidate", ["not found", 127], [a, 0], "0"],
  ["library and module differ", [a, 0], ["mismatch", 18], "driver-mismatch"],
  [
    "they differed before, too",
    ["mismatch", 18],
    ["mismatch", 18],
    "driver-mismatch",
  ],
  ["another driver answers", [a, 0], ["GPU-a, 570.1", 0], "driver-mismatch"],
]

const warned = cases
  .slice(1, 2)
  .flatMap(([what, before, after, expected]) =>
    shells.map((shell) => [what, before, after, expected, shell] as const),
  )

test.for([...warned, ...cases.map((row) => [...row, ["dash"]] as const)])(
  "%s: %o, then %o: %s, by %o",
  async ([, before, after, expected, shell]) => {
    const smiOf = ([text, exit]: Said) =>
      `printf '%s\\n' '${text.replaceAll("'", "")}'; exit ${exit}`
    await using root = await FakeRoot.make(
      { "proc/uptime": "100.00 1.0\n" },
      {},
    )
    const lines = `
    mkdir -p "$run_folder" "$root/old/sw/bin" "$root/new/sw/bin"
    printf '#!/bin/sh\\n%s\\n' "$before" >"$root/old/sw/bin/nvidia-smi"
    printf '#!/bin/sh\\n%s\\n' "$after" >"$root/new/sw/bin/nvidia-smi"
    chmod +x "$root"/*/sw/bin/nvidia-smi
    open_wake
    trap ticker_end EXIT
    smi_look before "$root/old"
    failed_cause=0
    gate_smi || true
    echo "$failed_cause"`
    const variables = {
      after: smiOf(after),
      before: smiOf(before),
      candidate: root.at("new"),
      driver_limit: "20",
      driver_wanted: "580.173.02",
      gpu_count: "0",
      gpu_uuids: "",
      id: "d-1234",
      root: root.path,
      vendor: "nvidia",
    }
    const ran = await runIn(shell, `${gateGpu}\n${lines}\n`, variables)
    expect(ran.stdout.trim()).toBe(expected)
  },
)
