import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import {
  armor,
  Encrypter,
  generateIdentity,
  identityToRecipient,
} from "age-encryption"
import { expect } from "vitest"
import { secretsPushed } from "../../src/secrets/result.ts"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed, sdops } from "./sdops.ts"

/** A service that keeps what it read when it started. */
const reader = `{ pkgs, ... }: {
  systemd.services.reader = {
    script = "cat /run/sdops-secrets/token >/run/read";
    serviceConfig = { RemainAfterExit = true; Type = "oneshot"; };
    wantedBy = [ "multi-user.target" ];
  };
}
`
const file = "/run/sdops-secrets/token"
const sealedFile = "/run/sdops-secrets/sealed"

/** A text as age encrypts it for the owner of a key. */
async function sealed(text: string, key: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(key))
  return armor.encode(await encrypter.encrypt(text))
}

test("a secret is there before its unit starts, and nowhere else", async ({
  host,
}) => {
  const key = await generateIdentity()
  await using fleet = await makeFleet([host], {
    files: {
      [`${host.name}/reader.nix`]: reader,
      [`${host.name}/sealed.age`]: await sealed("moose-7f3a-age\n", key),
    },
    hosts: {
      [host.name]: {
        secrets: {
          sealed: {
            from: `age:hosts/${host.name}/sealed.age`,
            group: "users",
            mode: "0640",
            owner: "ops",
          },
          token: {
            from: "env:TOKEN",
            mode: "0440",
            owner: "ops",
            units: ["reader.service"],
          },
        },
        services: { comfyui: { enable: false } },
      },
    },
    more: { [host.name]: ["reader.nix"] },
  })
  const read = async (path: string) => (await host.exec(["cat", path])).stdout
  const push = async (token: string | undefined, own = key) => {
    const environment = {
      SDOPS_AGE_KEY: own,
      ...(token !== undefined && { TOKEN: token }),
    }
    const run = await sdops(fleet, ["secrets", "push", "--json"], {
      environment,
    })
    return secretsPushed.parse(JSON.parse(run.stdout))
  }

  const without = await deployed(fleet, host.name)
  expect(without.error?.code).toBe("SDOPS_SECRET_MISSING")

  const value = "moose-7f3a-$'\"\\-token"
  const environment = { SDOPS_AGE_KEY: key, TOKEN: `${value}\n` }
  const first = await deployed(fleet, host.name, [], { environment })
  expect(first.verdict).toBe("committed")
  expect(await read(file)).toBe(value)
  expect(await read("/run/read")).toBe(value)
  const seen = await host.exec(["stat", "-c", "%U:%G %a", file])
  expect(seen.stdout).toBe("ops:root 440\n")
  expect(await read(sealedFile)).toBe("moose-7f3a-age")
  const its = await host.exec(["stat", "-c", "%U:%G %a", sealedFile])
  expect(its.stdout).toBe("ops:users 640\n")
  const places = "/nix/var/sdops /run/sdops /etc/sdops /etc/systemd"
  const found = await host.exec(
    `said="-e moose-7f3a -e ${key}"
      grep -rlF $said ${places} $(nix-store -qR /run/current-system) ||
      journalctl --no-pager | grep -F $said`,
  )
  expect(found.stdout).toBe("")

  // Rotated without a deployment; what hasn't changed restarts nothing.
  expect(await push("second")).toMatchObject({
    "exit-code": 0,
    hosts: [{ changed: ["token"], left: [], restarted: ["reader.service"] }],
  })
  expect([await read(file), await read("/run/read")]).toEqual([
    "second",
    "second",
  ])
  expect((await push("second")).hosts[0]).toMatchObject({
    changed: [],
    restarted: [],
  })

  // So is one that is encrypted anew, for its keys alone.
  const ours = join(fleet.root, "hosts", host.name, "sealed.age")
  await writeFile(ours, await sealed("anew", key))
  const other = await push("second", await generateIdentity())
  expect(other.hosts[0]?.error?.code).toBe("SDOPS_SECRET_MISSING")
  expect(await read(sealedFile)).toBe("moose-7f3a-age")
  expect((await push("second")).hosts[0]).toMatchObject({
    changed: ["sealed"],
    restarted: [],
  })
  expect(await read(sealedFile)).toBe("anew")

  // Without a value here, nothing there is touched.
  const failed = await push(undefined)
  expect(failed["exit-code"]).toBe(1)
  expect(failed.hosts[0]?.error?.code).toBe("SDOPS_SECRET_MISSING")
  expect(await read(file)).toBe("second")

  // The host needs nobody to have it again after a boot.
  await host.reboot()
  await host.exec("systemctl is-system-running --wait >/dev/null; true")
  expect(await read("/run/read")).toBe("second")
  expect(await read(sealedFile)).toBe("anew")
})
