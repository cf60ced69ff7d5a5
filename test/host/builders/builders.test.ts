import { expect, test } from "vitest"
import { askBuilders } from "../../../src/host/builders/builders.ts"
import { checkBuilder } from "../../../src/host/builders/check-builder.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const drv = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-torch-2.drv"
const nix = `case "$*" in
  *"derivation show"*) echo '{}' ;;
  *"store info"*neon*) echo '{"trusted":1}' ;;
  *"store info"*) echo "$NIX_SSHOPTS" >&2; exit 1 ;;
  *--expr*) echo "$*" >&2 ;;
esac`

// Says which ssh_config it is given, which known host, and its last words.
const ssh = `last=
for word; do
  case "$last $word" in
    "-F "*) cat "$word" ;;
    *UserKnownHostsFile=*) cat "\${word#*=}" ;;
  esac
  last=$word
done
while [ "$1" != -- ]; do shift; done
shift
echo "$*"`
const place = { hostKey: "c3NoLXggQQ==", place: "root@argon" }

test.each(shells)("%s: every builder has its answer", async (...program) => {
  await using root = await FakeRoot.make(
    { "k.pub": "ssh-x AAAA\n" },
    { nix, ssh },
  )
  const { answers, derivations } = await askBuilders(root.shell(program), {
    builders: [
      { ...place, identity: root.at("k"), name: "neon", uri: "neon" },
      { ...place, identity: "/no/key", name: "argon", uri: "argon" },
    ],
    drvs: [drv],
    hosts: "Host sdops-builder-argon\n  Port 2222\n",
  })
  expect(derivations).toBe("{}")
  expect(answers).toMatchObject([
    { exit: 0, greeting: "", info: '{"trusted":1}', key: "ssh-x AAAA" },
    { exit: 1, key: undefined, name: "argon" },
  ])
  expect(answers[1]?.greeting).toMatch(
    /^Host sdops-builder-argon\n {2}Port 2222\n\nMatch all\n {2}Include /,
  )
  expect(answers[1]?.greeting).toMatch(
    /\nargon ssh-x A\nroot@argon nix-daemon --stdio$/,
  )
  expect(answers[1]?.stderr).toContain("StrictHostKeyChecking=yes")
})

test.each(shells)("%s: each probe is a derivation", async (...program) => {
  await using root = await FakeRoot.make({}, { nix })
  const probed = await checkBuilder(root.shell(program), {
    config: "",
    hosts: "",
    machine: "ssh-ng://root@neon x86_64-linux - 1 1 - - -",
    nonce: "n1",
    probes: [
      { features: [], key: "s0", system: "x86_64-linux" },
      { features: ["big-parallel", "cuda"], key: "s0f0", system: "x-y" },
    ],
  })
  expect(probed.map(({ exit }) => exit)).toEqual([0, 0])
  expect(probed[0]?.stderr).toContain("requiredSystemFeatures = [  ]")
  expect(probed[1]?.stderr).toContain('[ "big-parallel" "cuda" ]')
  expect(probed[1]?.stderr).toContain('nonce = "n1-s0f0"')
  expect(probed[1]?.stderr).toContain("--max-jobs 0")
})
