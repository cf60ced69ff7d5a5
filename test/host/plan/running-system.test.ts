import { expect, test } from "vitest"
import { askRunningSystem } from "../../../src/host/plan/running-system.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const path = (name: string, letter = "a") =>
  `/nix/store/${letter.repeat(32)}-${name}`
const old = path("nixos-system-x")
const units = `${old}/etc/systemd/system`

/** A store of some paths, and a boot loader's folder. */
async function host(files: Readonly<Record<string, string>> = {}) {
  return FakeRoot.make(
    {
      "boot/EFI/nixos/.keep": "",
      [`${old}/initrd`]: "12345",
      [`${old}/kernel`]: "1234567",
      [`${units}/a.service`]:
        "[Unit]\nDescription=one\n[Service]\nExecStart=x\n",
      [`${units}/b.service`]:
        "[Unit]\nDescription = two\n[Service]\nExecStart=x",
      [`${units}/c@.service`]: "[Service]\nExecStart=y\n",
      [`${units}/d.service`]: "Description=alone\n",
      [`${units}/e.service`]: "[Service]\nExecStart=package\n",
      [`${units}/e.service.d/overrides.conf`]: "[Service]\nNice=1\n",
      ...files,
    },
    {
      "nix-store": `case "$2" in
        --requisites)
          shift 2
          for one; do case $one in *gone*) exit 1 ;; esac; done
          printf '%s\\n' "$@" ${path("curl-8", "b")} ;;
        --size) shift 2; for one; do echo "\${#one}"; done ;;
      esac`,
      systemctl: `printf '%s loaded active running\\n' a.service c@1.service`,
    },
  )
}

const asked = {
  copies: true,
  initrd: "",
  kernel: "",
  old,
  place: "/boot",
  roots: [path("torch-2", "c")],
}

test.for(shells)("%s: what two systems consist of", async (sh) => {
  await using root = await host()
  const { closure } = await askRunningSystem(root.shell(sh), asked)
  expect(closure).toEqual([
    { bytes: old.length, name: "nixos-system-x", side: "old" },
    { bytes: path("curl-8").length, name: "curl-8", side: "both" },
    { bytes: path("torch-2").length, name: "torch-2", side: "next" },
  ])
  const roots = [path("gone-1")]
  const gone = await askRunningSystem(root.shell(sh), { ...asked, roots })
  expect(gone.closure).toBeUndefined()
  expect(gone.units).toHaveLength(5)
})

test.for(shells)("%s: unit files without what doesn't matter", async (sh) => {
  await using root = await host()
  const { units: found = [] } = await askRunningSystem(root.shell(sh), asked)
  const [a, b, c, d, e] = found
  expect(found.map(({ name }) => name)).toEqual(
    ["a", "b", "c@", "d", "e"].map((name) => `${name}.service`),
  )
  expect(a?.sum).toBe(b?.sum)
  expect(new Set([a, c, d, e].map((one) => one?.sum)).size).toBe(4)
  expect(found.map(({ active }) => active)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
})

const kernel = path("linux-7", "d")
const initrd = path("initrd-7", "f")

/** What is where, and what must be copied. */
test.for(
  shells.flatMap((sh) =>
    [
      ["nothing of it is there", {}, ["kernel 7", "initrd 5"]],
      [
        "the kernel is built",
        { [`${kernel}/bzImage`]: "123" },
        ["kernel 3", "initrd 5"],
      ],
      [
        "the ESP has the kernel",
        {
          [`boot/EFI/nixos/${"d".repeat(32)}-linux-7-bzImage.efi`]: "",
        },
        ["initrd 5"],
      ],
      [
        "GRUB's folder has the initrd",
        {
          [`boot/kernels/${"f".repeat(32)}-initrd-7-initrd`]: "",
        },
        ["kernel 7"],
      ],
    ].map((row) => [sh, ...row] as const),
  ),
)("%s: %s", async ([sh, , files, wanted]) => {
  await using root = await host(files as Record<string, string>)
  const { boot } = await askRunningSystem(root.shell(sh as string[]), {
    ...asked,
    initrd: `${initrd}/initrd`,
    kernel: `${kernel}/bzImage`,
  })
  const adds = boot?.adds.map(({ bytes, what }) => `${what} ${bytes}`)
  expect(adds).toEqual(wanted)
  expect(boot?.free).toBeGreaterThan(0)
})

test.for(shells)("%s: a loader that reads the store needs none", async (sh) => {
  await using root = await host()
  const input = { ...asked, copies: false, kernel: `${kernel}/bzImage` }
  const { boot } = await askRunningSystem(root.shell(sh), input)
  expect(boot).toBeUndefined()
})
