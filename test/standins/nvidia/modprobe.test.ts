import { describe, expect } from "vitest"
import { all, h200, recorded, test } from "./recorded-gpu.ts"

const unload = ["-r", "nvidia_uvm", "nvidia_drm", "nvidia_modeset", "nvidia"]

describe("modprobe", () => {
  test("writes what the kernel shows of an open module", ({ host }) => {
    h200(host)
    expect(host.read("proc/driver/nvidia/version")).toBe(
      recorded("proc-version"),
    )
    expect(host.read("sys/module/nvidia/version")).toBe("580.159.04\n")
    expect(host.read("sys/module/nvidia/refcnt")).toBe("2\n")
  })

  test("searches the booted system first, -d another", ({ host }) => {
    host.boot(host.system("535.288.01"))
    const next = host.system("550.54.14")
    host.activate(next)
    host.run("modprobe", "nvidia")
    expect(host.read("sys/module/nvidia/version")).toBe("535.288.01\n")
    host.run("modprobe", "-r", "nvidia")
    const modules = `${next}/kernel-modules`
    expect(host.run("modprobe", "-d", modules, ...all)).toEqual({
      exit: 0,
      said: "",
    })
    expect(host.read("sys/module/nvidia_uvm/version")).toBe("550.54.14\n")
  })

  test("refuses modules of two versions together", ({ host }) => {
    host.boot(host.system("535.288.01"))
    const next = host.system("550.54.14")
    host.run("modprobe", "nvidia")
    const answer = host.run(
      "modprobe",
      "-d",
      `${next}/kernel-modules`,
      "nvidia_uvm",
    )
    expect(answer.exit).toBe(1)
    expect(answer.said).toMatch("could not insert 'nvidia_uvm'")
  })

  test("loads what a module needs, unloads what nothing needs", ({ host }) => {
    host.boot(host.system("550.54.14"))
    host.run("modprobe", "nvidia_drm")
    expect(host.run("lsmod").said).toBe(
      [
        "Module                  Size  Used by",
        "nvidia_drm            118784  0",
        "nvidia_modeset       1540096  1 nvidia_drm",
        "nvidia              14299136  1 nvidia_modeset",
        "",
      ].join("\n"),
    )
    host.run("modprobe", "-r", "nvidia_drm")
    expect(host.run("lsmod").said).not.toMatch("nvidia")
  })

  test("a process with a device open keeps the module", ({ host }) => {
    host.boot(host.system("550.54.14"))
    host.run("modprobe", ...all)
    host.open(90, "/dev/nvidia0")
    const answer = host.run("modprobe", ...unload)
    expect(answer).toEqual({
      exit: 1,
      said: "modprobe: FATAL: Module nvidia is in use.\n",
    })
    host.close(90)
    expect(host.run("modprobe", "-r", "nvidia").exit).toBe(0)
  })

  test.for([
    ["fbcon", "nvidia_drm"],
    ["peer-memory", "nvidia"],
  ] as const)("%s holds without a descriptor", ([name, held], { host }) => {
    host.boot(host.system("550.54.14"))
    host.run("modprobe", ...all)
    host.fault(name)
    host.run("lsmod")
    const holders = held === "nvidia" ? 2 : 0
    expect(host.read(`sys/module/${held}/refcnt`)).toBe(`${holders + 1}\n`)
    const answer = host.run("modprobe", ...unload)
    expect(answer.said).toBe(`modprobe: FATAL: Module ${held} is in use.\n`)
  })

  test("an ending branch, or the open module, finds no GTX 1060", ({
    host,
  }) => {
    for (const system of [
      host.system("595.84"),
      host.system("580.173.02", "Dual MIT/GPL"),
    ]) {
      host.boot(system)
      expect(host.run("modprobe", "nvidia")).toEqual({
        exit: 1,
        said: "modprobe: ERROR: could not insert 'nvidia': No such device\n",
      })
    }
    host.boot(host.system("580.173.01"))
    expect(host.run("modprobe", "nvidia").exit).toBe(0)
  })

  test("fails on demand", ({ host }) => {
    host.boot(host.system("550.54.14"))
    host.fault("load-fails")
    expect(host.run("modprobe", "nvidia").said).toMatch("No such device")
  })
})

test("load-at-boot loads the booted system's driver, if there is one", ({
  host,
}) => {
  host.boot(`${host.root}/nowhere`)
  expect(host.run("load-at-boot").exit).toBe(0)
  host.boot(host.system("550.54.14"))
  host.run("load-at-boot")
  expect(host.run("lsmod").said).toMatch("nvidia_uvm")
})

test("rmmod names who uses a module", ({ host }) => {
  host.boot(host.system("550.54.14"))
  host.run("modprobe", ...all)
  const users = "nvidia_modeset nvidia_uvm"
  expect(host.run("rmmod", "nvidia")).toEqual({
    exit: 1,
    said: `rmmod: ERROR: Module nvidia is in use by: ${users}\n`,
  })
})
