import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { isMissing, libraries } from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { hostWith } from "./host-with.ts"

const root = `boot.initrd.luks.devices.root`
const device = `${root}.device = "/dev/sda3";`

/** What a configuration has, and which devices somebody must type open. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ["", []],
  [device, ["root"]],
  [`${device} ${root}.keyFile = "/dev/sdb1";`, []],
  [`${device} ${root}.crypttabExtraOpts = [ "tpm2-device=auto" ];`, []],
  [`${device} ${root}.crypttabExtraOpts = [ "tries=3" ];`, ["root"]],
  [`${device} boot.initrd.network.ssh.enable = true;`, []],
  [
    `${device} ${root}.keyFile = "/dev/sdb1";
     boot.initrd.luks.devices.models.device = "/dev/sdc1";`,
    ["models"],
  ],
]

for (const library of libraries)
  test.skipIf(isMissing(library))(
    `LUKS devices that wait for a passphrase are told, in ${library}`,
    async ({ host }) => {
      const evaluate = await evaluator(host, library)
      const gpu = `{ model = "gtx-1060"; }`
      const asked = `config.sdops.host.unlockedByHand`
      for (const [more, devices] of cases) {
        const told = await evaluate(hostWith(gpu, asked, more))
        expect(told, more).toMatchObject({ ok: true, value: devices })
      }
    },
  )
