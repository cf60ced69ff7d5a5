import { expect, test } from "vitest"
import { workOf } from "../../src/host/apps/unit-work.ts"
import { FakeRoot, shells } from "./local-shell.ts"

const unit = "comfyui.service"
const group = `sys/fs/cgroup/system.slice/${unit}`

/** A process of two threads, each in such a state. */
const files = (one: string, other: string) => ({
  "proc/812/task/812/stat": `812 (python3 (x)) ${one} 1 812\n`,
  "proc/812/task/813/stat": `813 (a D b) ${other} 1 812\n`,
  [`${group}/cgroup.procs`]: "812\n",
})
const systemctl = `case "$*" in
  *ControlGroup*) echo /system.slice/${unit} ;;
  *CPUUsageNSec*) echo 7000000000 ;;
esac`

test.for(
  shells.flatMap(
    (shell) =>
      [
        [shell, "a unit at rest", ["S", "S"], "echo 0", { blocked: 0, gpu: 0 }],
        [shell, "one that reads", ["S", "D"], "echo 0", { blocked: 1, gpu: 0 }],
        [shell, "a GPU at work", ["S", "S"], "echo 0; echo 97", { gpu: 97 }],
        [shell, "one that is silent", ["S", "S"], "exit 9", { gpu: undefined }],
        [shell, "no number", ["S", "S"], "echo '[N/A]'", { gpu: undefined }],
      ] as const,
  ),
)("%s tells of %s", async ([shell, , [one, other], smi, told]) => {
  const programs = { "nvidia-smi": smi, systemctl }
  await using root = await FakeRoot.make(files(one, other), programs)
  const work = await workOf(root.shell(shell), unit)
  expect(work).toMatchObject({ cpu: 7, ...told })
  expect(Math.abs(work.now - Date.now())).toBeLessThan(60_000)
})
