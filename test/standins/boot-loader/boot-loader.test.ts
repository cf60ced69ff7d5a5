import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test as base, expect } from "vitest"
import { bootctl } from "./bootctl.ts"
import { choose } from "./choose.ts"
import { install } from "./install.ts"
import type { Place } from "./place.ts"

const systems = [1, 2, 3].map(
  (number) => `/nix/store/${number}-nixos-system-lithium`,
)
const [first = "", second = "", third = ""] = systems

const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const root = mkdtempSync(join(tmpdir(), "boot-loader-"))
    mkdirSync(`${root}/nix/var/nix/profiles`, { recursive: true })
    mkdirSync(`${root}/nix/store/k-linux-6.12`, { recursive: true })
    writeFileSync(`${root}/nix/store/k-linux-6.12/bzImage`, "kernel")
    for (const [index, system] of systems.entries()) {
      mkdirSync(`${root}${system}`, { recursive: true })
      writeFileSync(`${root}${system}/kernel-params`, "loglevel=4\n")
      symlinkSync(
        `${root}/nix/store/k-linux-6.12/bzImage`,
        `${root}${system}/kernel`,
      )
      const link = `system-${index + 1}-link`
      symlinkSync(system, `${root}/nix/var/nix/profiles/${link}`)
    }
    await use({ root })
    rmSync(root, { recursive: true })
  },
})

test("every generation has an entry, the toplevel's is the default", ({
  place,
}) => {
  install(place, { toplevel: second })

  const folder = `${place.root}/boot/loader`
  expect(readFileSync(`${folder}/loader.conf`, "utf8")).toBe(
    "timeout 5\ndefault nixos-generation-2.conf\neditor 0\nconsole-mode keep\n",
  )
  const entry = readFileSync(
    `${folder}/entries/nixos-generation-3.conf`,
    "utf8",
  )
  expect(entry).toMatch(/^title NixOS\nsort-key nixos\nversion Generation 3 /)
  expect(entry).toContain("linux /EFI/nixos/k-linux-6.12-bzImage.efi\n")
  expect(entry).toContain(`options init=${third}/init loglevel=4\n`)
  expect(existsSync(`${place.root}/boot/EFI/nixos`)).toBe(true)
  expect(choose(place)).toBe(second)
})

test("for what is no generation the newest one boots", ({ place }) => {
  install(place, { toplevel: first })
  install(place, { toplevel: "/nix/store/9-nixos-system-other" })
  expect(choose(place)).toBe(third)
})

test("a loader may have no one-shot entries", ({ place }) => {
  install(place, { toplevel: first })
  mkdirSync(`${place.root}/etc/sdlab/boot-loader/faults`, { recursive: true })
  writeFileSync(`${place.root}/etc/sdlab/boot-loader/faults/no-one-shot`, "")
  expect(bootctl(place, ["status"]).text).not.toContain("One-shot")
  const set = bootctl(place, ["set-oneshot", "nixos-generation-3.conf"])
  expect([set.exit, choose(place)]).toEqual([1, first])
})

test("a one-shot is booted once", ({ place }) => {
  install(place, { toplevel: first })
  bootctl(place, ["set-oneshot", "nixos-generation-3.conf"])
  expect(choose(place)).toBe(third)
  expect(choose(place)).toBe(first)
})

test("a one-shot without entry is consumed, the default boots", ({ place }) => {
  install(place, { toplevel: first })
  bootctl(place, ["set-oneshot", "nixos-generation-8.conf"])
  expect(choose(place)).toBe(first)
  expect(existsSync(`${place.root}/boot/loader/oneshot`)).toBe(false)
})

test("without a default the newest entry boots, without any none", ({
  place,
}) => {
  expect(choose(place)).toBeUndefined()
  install(place, { toplevel: first })
  rmSync(`${place.root}/boot/loader/loader.conf`)
  expect(choose(place)).toBe(third)
})

test("where GRUB is alone, the entry of its default's number boots", ({
  place,
}) => {
  const entry = (name: string, system: string) => `menuentry "${name}" {
  linux ($drive1)//kernels/bzImage init=${system}/init loglevel=4
}
`
  const config = (number: number) => `if [ "\${next_entry}" ]; then
  set default="\${next_entry}"
else
  set default="${number}"
fi
${entry("NixOS - Default", second)}submenu "NixOS - All configurations" {
  ${entry("NixOS - Configuration 1", first)}}
${entry("Another", third)}`
  const folder = `${place.root}/boot/grub`
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/grub.cfg`, config(0))
  expect(choose(place)).toBe(second)
  writeFileSync(`${folder}/grub.cfg`, config(2))
  expect(choose(place)).toBe(third)
  install(place, { toplevel: first })
  expect(choose(place)).toBe(first)
})

test("generations beyond the limit and gone ones have no entry", ({
  place,
}) => {
  install(place, { toplevel: third })
  install(place, { limit: 2, toplevel: third })
  const ids = JSON.parse(bootctl(place, ["list", "--json=short"]).text) as {
    id: string
  }[]
  expect(ids.map(({ id }) => id)).toEqual([
    "nixos-generation-3.conf",
    "nixos-generation-2.conf",
  ])
})

test("a failing installer leaves the old default", ({ place }) => {
  install(place, { toplevel: first })
  const faults = `${place.root}/etc/sdlab/boot-loader/faults`
  mkdirSync(faults, { recursive: true })
  writeFileSync(`${faults}/fails`, "")
  expect(() => install(place, { toplevel: third })).toThrow(/Errno 5/)
  expect(choose(place)).toBe(first)
})

test("bootctl tells default, selected and one-shot", ({ place }) => {
  install(place, { toplevel: second })
  choose(place)
  bootctl(place, ["set-oneshot", "nixos-generation-1.conf"])

  const rows = JSON.parse(bootctl(place, ["list", "--json=short"]).text)
  expect(rows).toMatchObject([
    { id: "nixos-generation-3.conf", isDefault: false, isSelected: false },
    { id: "nixos-generation-2.conf", isDefault: true, isSelected: true },
    { id: "nixos-generation-1.conf", isDefault: false, isSelected: false },
  ])
  expect(bootctl(place, ["status"]).text).toContain(
    "OneShot Entry: nixos-generation-1.conf",
  )
})
