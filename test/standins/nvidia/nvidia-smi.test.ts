import { rmSync } from "node:fs"
import { describe, expect } from "vitest"
import { all, busy, h200, recorded, test, withoutTime } from "./recorded-gpu.ts"

describe("nvidia-smi prints what was recorded", () => {
  test.for([
    ["L", ["-L"], 0],
    ["bad-index", ["-i", "9"], 6],
    ["nvidia-smi", [], 0],
    [
      "query-nounits",
      [
        "--query-gpu=index,name,driver_version,memory.total,compute_cap",
        "--format=csv,noheader,nounits",
      ],
      0,
    ],
    ["query-bad-field", ["--query-gpu=nonsense", "--format=csv"], 2],
    ["query", [queryOf(recorded("query")), "--format=csv"], 0],
  ] as const)("%s", ([name, args, exit], { host }) => {
    h200(host)
    const answer = host.run("nvidia-smi", ...args)
    expect(withoutTime(answer.said)).toBe(withoutTime(recorded(name)))
    expect(answer.exit).toBe(exit)
  })

  test("under load", ({ host }) => {
    busy(host)
    const fields =
      "index,memory.used,utilization.gpu,temperature.gpu,power.draw,pstate"
    const format = "--format=csv,noheader,nounits"
    expect(host.run("nvidia-smi", `--query-gpu=${fields}`, format).said).toBe(
      recorded("busy-query"),
    )
  })

  test("with a process that computes", ({ host }) => {
    busy(host)
    const apps = "--query-compute-apps=pid,process_name,used_memory,gpu_uuid"
    expect(host.run("nvidia-smi", apps, "--format=csv").said).toBe(
      recorded("busy-apps"),
    )
    // The table was recorded a moment later.
    host.set("power-draw", "694.00")
    expect(withoutTime(host.run("nvidia-smi").said)).toBe(
      withoutTime(recorded("busy")),
    )
  })

  test("for the GTX 1060 that is the default", ({ host }) => {
    host.boot(host.system("550.54.14"))
    host.run("modprobe", ...all)
    expect(withoutTime(host.run("nvidia-smi").said)).toBe(
      withoutTime(recorded("gtx1060")),
    )
  })

  test("after a switch that moved the library", ({ host }) => {
    host.boot(host.system("535.288.01"))
    host.run("modprobe", ...all)
    host.activate(host.system("550.54.14"))
    const answer = host.run("nvidia-smi")
    expect(answer).toEqual({ exit: 18, said: recorded("mismatch") })
  })

  test("without library, without device nodes", ({ host }) => {
    expect(host.run("nvidia-smi")).toEqual({
      exit: 12,
      said: recorded("no-nvml"),
    })
    host.boot(host.system("550.54.14"))
    expect(host.run("nvidia-smi").exit).toBe(9)
    host.run("modprobe", ...all)
    rmSync(`${host.root}/dev/nvidiactl`)
    expect(host.run("nvidia-smi")).toEqual({
      exit: 17,
      said: recorded("no-dev"),
    })
  })
})

/** Fields of a recorded heading, as they were asked for. */
function queryOf(text: string): string {
  const fields = (text.split("\n")[0] ?? "")
    .split(", ")
    .map((name) => name.replace(/ \[.*\]$/, ""))
    .map((name) => name.replace("clocks.current.sm", "clocks.sm"))
  return `--query-gpu=${fields.join(",")}`
}
