import { expect, test } from "vitest"
import gateGpu from "../../../src/host/supervisor/gate-gpu.sh"
import { runIn, shells } from "../local-shell.ts"

const [a, b, c] = ["GPU-a", "GPU-b", "GPU-c"]

type Row = readonly [
  what: string,
  lists: readonly string[],
  declared: { readonly count?: number; readonly uuids?: readonly string[] },
  expected: string,
]

const rows: readonly Row[] = [
  ["nothing is declared", [a], {}, "0"],
  ["as many as are declared", [a, b], { count: 2 }, "0"],
  ["more than are declared", [a, b, c], { count: 2 }, "0"],
  ["fewer than are declared", [a], { count: 2 }, "gpu-missing"],
  ["none is left", [], { count: 1 }, "gpu-missing"],
  ["each that is declared", [b, a], { count: 2, uuids: [a, b] }, "0"],
  [
    "another one in its place",
    [a, c],
    { count: 2, uuids: [a, b] },
    "gpu-missing",
  ],
  ["one whose name begins alike", [`${a}1`], { uuids: [a] }, "gpu-missing"],
]

const here = rows.flatMap((row) =>
  shells.map((shell) => [...row, shell] as const),
)

test.for(here)("%s: %o of %o: %s, by %o", async (row) => {
  const [, lists, { count = 0, uuids = [] }, expected, shell] = row
  const script = `
    smi_gpus=$lists
    [ -z "$lists" ] || smi_gpus=$lists$nl
    smi_text=
    failed_cause=0
    run_is_full() { return 1; }
    gate_declared || true
    echo "$failed_cause"`
  const variables = {
    candidate: "/nix/store/new",
    driver_limit: "20",
    driver_wanted: "",
    gpu_count: String(Math.max(count, uuids.length)),
    gpu_uuids: uuids.join(" "),
    id: "d-1234",
    lists: lists.map((uuid) => `${uuid} 580.1`).join("\n"),
    vendor: "nvidia",
  }
  const ran = await runIn(shell, `${gateGpu}\n${script}\n`, variables)
  expect(ran.stdout.trim()).toBe(expected)
})

test.for([
  [2, 2, "0"],
  [3, 2, "0"],
  [1, 2, "gpu-missing"],
  [1, 0, "0"],
] as const)(
  "%i of AMD's, %i declared: %s",
  async ([there, count, expected]) => {
    const script = `
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    number=0
    while [ "$number" -lt ${there} ]; do
      number=$((number + 1))
      mkdir -p "$root/sys/bus/pci/drivers/amdgpu/0000:0$number:00.0"
      : >"$root/sys/bus/pci/drivers/amdgpu/0000:0$number:00.0/class"
    done
    # What every driver has beside its devices.
    mkdir -p "$root/sys/bus/pci/drivers/amdgpu/module"
    failed_cause=0
    run_is_full() { return 1; }
    gate_gpu || true
    echo "$failed_cause"`
    const variables = {
      candidate: "/nix/store/new",
      driver_limit: "20",
      driver_wanted: "",
      gpu_count: String(count),
      gpu_uuids: "",
      id: "d-1234",
      vendor: "amd",
    }
    const ran = await runIn(["dash"], `${gateGpu}\n${script}\n`, variables)
    expect(ran.stdout.trim()).toBe(expected)
  },
)
