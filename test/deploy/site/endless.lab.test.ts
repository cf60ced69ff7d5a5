import { expect } from "vitest"
import { signPaths, takeIn } from "../../../src/host/store/hand-over-paths.ts"
import { parsePathInfos } from "../../../src/nix/cache/path-info.ts"
import { on, shellOf } from "../../host/rehearsed/machine.ts"
import type { LabHost } from "../../lab/host.ts"
import { test } from "../../lab/test.ts"

const site = "/srv/site"

/**
 * A store behind the host's own sshd, whose one path was small when it was
 * signed and has a terabyte by now: its URI, the path, and who signed it.
 */
async function swollen(host: LabHost) {
  const expression = `derivation {
    name = "endless";
    args = [ "-c" "echo small > $out" ];
    builder = "/bin/sh";
    system = "x86_64-linux";
  }`
  const build = `nix-build --no-out-link -E '${expression}' 2>/dev/null`
  const path = await on(host, build)
  const { json, key } = await signPaths(shellOf(host), {
    name: "site",
    paths: [path],
  })
  expect(parsePathInfos(json).found[0]?.narSize).toBeLessThan(1000)
  await on(
    host,
    `nix --extra-experimental-features nix-command \
      copy --no-check-sigs --to 'local?root=${site}' ${path}
    nix-store --delete ${path}
    file=${site}${path}
    chmod u+w $file
    truncate -s 1T $file
    echo '${host.hostKey}' >>/root/.ssh/authorized_keys`,
  )
  const parameters = new URLSearchParams({
    "base64-ssh-public-host-key": Buffer.from(host.hostKey).toString("base64"),
    "remote-store": `local?root=${site}`,
    "ssh-key": "/etc/ssh/ssh_host_ed25519_key",
  })
  return {
    key,
    path,
    uri: `ssh-ng://root@${host.address}?${parameters}`,
    async [Symbol.asyncDispose]() {
      await on(
        host,
        `sed -i '$d' /root/.ssh/authorized_keys
        chmod -R u+w ${site}
        rm -rf ${site}`,
      )
    },
  }
}

test("a build site whose archive has no end is given up, and named", async ({
  host,
}) => {
  await using far = await swollen(host)
  const lines: string[] = []
  const taken = await takeIn(shellOf(host), {
    cached: [],
    config: `extra-trusted-public-keys = ${far.key}\n`,
    host: host.name,
    hosts: "",
    onLine: (line) => void lines.push(line),
    paths: [far.path],
    store: far.uri,
    toplevel: far.path,
  })
  expect(taken.exit).not.toBe(0)
  const said = lines.join("\n")
  expect(said).toMatch(
    new RegExp(`the archive of '${far.path}' from 'ssh-ng://[^']*' has no end`),
  )
  // Nothing of it is installed, nor left, and nobody goes on with it.
  const valid = `nix-store --check-validity ${far.path} 2>/dev/null`
  const left = "find /nix/store -name '*endless*' -size +64M"
  const goes = "pgrep -f '[n]ix-daemon --stdio'"
  expect(
    await on(host, `${valid} && echo valid; ${left}; ${goes} || true`),
  ).toBe("")
})
