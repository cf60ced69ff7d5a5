import { expect, test } from "vitest"
import loader from "../../nix/modules/loader.sh"
import prelude from "../../src/host/prelude.sh"
import { FakeRoot, runIn, shells } from "./local-shell.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const options = (n: number) => `options init=${store}-${n}/init loglevel=4\n`
const conf = (text: string) => ({ "boot/loader/loader.conf": `${text}\n` })
// Of the variables that systemd-boot and bootctl share.
const vendor = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
const variable = `sys/firmware/efi/efivars/LoaderEntryDefault-${vendor}`
const twelve = "nixos-generation-12.conf\0"
const entries = Object.fromEntries(
  [1, 2, 12].map((n) => [
    `boot/loader/entries/nixos-generation-${n}.conf`,
    options(n),
  ]),
)
const counted = {
  "boot/loader/entries/nixos-generation-3+2-1.conf": options(3),
}
const grub = (number: string) => ({
  "boot/grub/grub.cfg": `
if [ "\${next_entry}" ]; then
  set default="\${next_entry}"
else
  set default="${number}"
fi
menuentry "NixOS - Default" --class nixos {
  linux ($drive1)//kernels/bzImage init=${store}-9/init quiet
}
submenu "NixOS - All configurations" {
  menuentry "NixOS - Configuration 8" {
    linux ($drive1)//kernels/bzImage init=${store}-8/init quiet
  }
}
`,
})

const cases: [string, Record<string, string>, string][] = [
  ["a named entry", conf("default nixos-generation-2.conf"), `${store}-2`],
  ["a name without .conf", conf("default nixos-generation-1"), `${store}-1`],
  ["a glob that fits one", conf("default nixos-generation-12*"), `${store}-12`],
  ["a boot counter", conf("default nixos-generation-3.conf"), `${store}-3`],
  [
    "a glob that fits several",
    conf("default nixos-generation-1*"),
    "unknown: 2 entries match the default nixos-generation-1*",
  ],
  ["no default", conf("timeout 3"), "unknown: loader.conf names no default"],
  [
    "the last choice",
    conf("default @saved"),
    "unknown: the loader boots what was chosen last",
  ],
  [
    "an EFI variable over loader.conf",
    {
      ...conf("default nixos-generation-2.conf"),
      [variable]: `\u0007\0\0\0${[...twelve].join("\0")}\0`,
    },
    `${store}-12`,
  ],
  ["GRUB", grub("0"), `${store}-9`],
  ["GRUB's submenu", grub("1"), "unknown: entry 1 of grub.cfg has no init="],
  ["GRUB's last choice", grub("saved"), "unknown: grub's default is 'saved'"],
  [
    "another loader",
    {},
    "unknown: neither systemd-boot nor GRUB was found in /boot",
  ],
]

for (const shell of shells)
  test.for(cases)(`${shell[0]}: %s`, async ([, files, expected]) => {
    await using root = await FakeRoot.make({ ...entries, ...counted, ...files })
    const ran = await runIn(shell, `${prelude}\n${loader}\nboot_default\n`, {
      root: root.path,
    })
    expect(ran.stderr).toBe("")
    expect(ran.stdout.trim()).toBe(expected)
  })
