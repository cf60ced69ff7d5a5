import { spawnSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const names = ["nvidia", "nvidia-drm", "nvidia-modeset", "nvidia-uvm"]

/** A folder that stands for a host, and the stand-ins run in it. */
export type Machine = Disposable & {
  readonly root: string
  readonly run: (
    program: string,
    ...args: string[]
  ) => { exit: number | null; said: string }
  readonly set: (name: string, value: string) => void
  readonly fault: (name: string) => void
  /** Installs a system with a driver; returns its place. */
  readonly system: (version: string, license?: string) => string
  readonly boot: (system: string) => void
  readonly activate: (system: string) => void
  /** A process that has a device open. */
  readonly open: (pid: number, device: string) => void
  readonly close: (pid: number) => void
  readonly read: (path: string) => string
}

export function machine(): Machine {
  const root = mkdtempSync(join(tmpdir(), "gpu-"))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true })
    writeFileSync(`${root}/${path}`, text)
  }
  const link = (name: string, system: string): void => {
    mkdirSync(`${root}/run`, { recursive: true })
    rmSync(`${root}/run/${name}`, { force: true })
    symlinkSync(system, `${root}/run/${name}`)
  }
  mkdirSync(`${root}/dev`)
  mkdirSync(`${root}/proc`)
  return {
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
    activate: (system) => link("current-system", system),
    boot: (system) => {
      link("booted-system", system)
      link("current-system", system)
    },
    close: (pid) => rmSync(`${root}/proc/${pid}`, { recursive: true }),
    fault: (name) => write(`etc/sdlab/gpu/faults/${name}`, ""),
    open: (pid, device) => {
      mkdirSync(`${root}/proc/${pid}/fd`, { recursive: true })
      write(`proc/${pid}/cmdline`, "python3\0main.py\0")
      symlinkSync(device, `${root}/proc/${pid}/fd/9`)
    },
    read: (path) => readFileSync(`${root}/${path}`, "utf8"),
    root,
    run: (program, ...args) => {
      const path = join(import.meta.dirname, program)
      const { status, stdout, stderr } = spawnSync(path, args, {
        encoding: "utf8",
        env: { SDLAB_ROOT: root },
      })
      return { exit: status, said: stdout + stderr }
    },
    set: (name, value) => write(`etc/sdlab/gpu/${name}`, `${value}\n`),
    system: (version, license = "NVIDIA") => {
      const place = `nix/store/${version}`
      const modules = `${place}/kernel-modules/lib/modules/6.12.30/misc`
      for (const name of names) {
        const lines = [`name=${name}`, `version=${version}`]
        const text = [...lines, `license=${license}`, ""].join("\n")
        write(`${modules}/${name}.ko`, text)
      }
      write(`${place}/sdlab/nvidia-lib-version`, `${version}\n`)
      return `${root}/${place}`
    },
  }
}
