import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { pushClosure } from "../../../src/host/caches/push-closure.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { assignments } from "../../../src/remote/script.ts"
import { Secret } from "../../../src/secret.ts"
import { FakeRoot, shells } from "../local-shell.ts"

/** What runs, in a root of its own. */
const system = "/system"

// What each call was given: its environment, what it reads, its words.
const nix = `
read_key=-
case "$*" in *" sign "*) read_key=$(cat) ;; esac
login="\${AWS_ACCESS_KEY_ID-}/\${AWS_SECRET_ACCESS_KEY-}/\${AWS_SESSION_TOKEN-}"
echo "$login $read_key \${*##*negative-ttl 0 }" >&2`
const nixStore = `echo "${system}"`

/** A shell of a host where a script has a stdin of its own, from a file. */
function reading(root: FakeRoot, program: readonly string[]): HostShell {
  const [name = "", ...words] = program
  return {
    ...root.shell(program),
    run: async ({ onLine, script, stdin, variables }) => {
      const text = assignments({ root: root.path, ...variables }) + script
      await root.put("/script", text)
      const argv = [...words, root.at("/script")]
      const env = { PATH: "/usr/local/bin:/usr/bin:/bin" }
      const ran = spawnSync(name, argv, { encoding: "utf8", env, input: stdin })
      for (const line of ran.stderr.trimEnd().split("\n"))
        onLine?.(line, "stderr")
      const { status: exit, stderr, stdout } = ran
      return { exit: exit ?? 255, signal: undefined, stderr, stdout }
    },
  }
}

describe.each(shells)("a push under %s %s", (...shell) => {
  const pushing = async (to: string, login?: string) => {
    const programs = { nix, "nix-store": nixStore }
    await using root = await FakeRoot.make({}, programs)
    const lines: string[] = []
    await pushClosure(reading(root, shell), {
      config: "",
      heavy: undefined,
      key: new Secret("cache-1:c2VjcmV0"),
      login: login === undefined ? undefined : new Secret(login),
      onLine: (line) => lines.push(line),
      system: "running",
      to,
    })
    return lines.map((line) => {
      const [environment, key, ...words] = line.split(" ")
      return {
        environment,
        key,
        words: words.join(" ").replaceAll(root.path, ""),
      }
    })
  }

  test.each([
    ["AK:SK", "AK/SK/"],
    ["AK:SK/+=:T:O", "AK/SK/+=/T:O"],
    [undefined, "//"],
  ])("gives S3's login %s to Nix in its environment", async (login, it) => {
    const calls = await pushing("s3://cache?region=us-east-1", login)
    expect(calls.map(({ environment }) => environment)).toEqual([it, it, it])
    const words = calls.map((call) => call.words).join("\n")
    expect(words).not.toMatch(/AK|SK|c2VjcmV0/)
    const keys = calls.map(({ key }) => key)
    expect(keys).toEqual(["cache-1:c2VjcmV0", "-", "cache-1:c2VjcmV0"])
  })

  test.each([
    [
      "s3://cache?endpoint=a&scheme=http",
      "",
      "s3://cache?endpoint=a&scheme=http",
    ],
    ["file:///srv/cache", "", "file:///srv/cache"],
    ["https://cache.lan", "", "https://cache.lan"],
    [
      "ssh-ng://root@a?ssh-key=/k",
      "--no-check-sigs ",
      "ssh-ng://root@a?ssh-key=/k",
    ],
    [
      "ssh://root@a?ssh-key=/k",
      "--no-check-sigs ",
      "ssh-ng://root@a?ssh-key=/k",
    ],
  ])("to %s signs here, uploads, and signs there", async (to, flag, there) => {
    const calls = await pushing(to)
    expect(calls.map(({ words }) => words)).toEqual([
      `store sign --key-file /dev/stdin --recursive ${system}`,
      `copy ${flag}--to ${to} ${system}`,
      `store sign --key-file /dev/stdin --store ${there} --recursive ${system}`,
    ])
  })
})
