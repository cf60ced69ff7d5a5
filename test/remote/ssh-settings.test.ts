import { expect, test } from "vitest"
import { chooseClient } from "../../src/remote/clients/choose-client.ts"
import { parseSshSettings } from "../../src/remote/ssh-settings.ts"

// The lines of OpenSSH 9.2's `ssh -G` that matter, as it prints them.
const plain = `host lithium
user ops
hostname 10.0.0.7
port 2222
identitiesonly no
identityfile ~/.ssh/id_ed25519
identityfile %d/keys/%r@%h
globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
userknownhostsfile ~/.ssh/known_hosts /srv/%p
`

const at = { home: "/home/ops", agent: "/run/agent" }
const parse = (more = "") => parseSshSettings(plain + more, at)

test("reads names, files and tokens", () => {
  expect(parse()).toEqual({
    certificates: [],
    hostKeyAlias: undefined,
    hostname: "10.0.0.7",
    identitiesOnly: false,
    identityAgent: "/run/agent",
    identityFiles: ["/home/ops/.ssh/id_ed25519", "/home/ops/keys/ops@10.0.0.7"],
    knownHosts: [
      "/home/ops/.ssh/known_hosts",
      "/srv/2222",
      "/etc/ssh/ssh_known_hosts",
      "/etc/ssh/ssh_known_hosts2",
    ],
    pkcs11: false,
    port: 2222,
    proxyCommand: false,
    proxyJump: false,
    sessionOptions: false,
    user: "ops",
  })
})

test("knows by its answer whether OpenSSH has SessionType", () => {
  expect(parse("sessiontype none\n").sessionOptions).toBe(true)
})

test.each([
  ["identityagent none\n", undefined],
  ["identityagent SSH_AUTH_SOCK\n", "/run/agent"],
  ["identityagent ~/agent\n", "/home/ops/agent"],
])("finds the agent of %j", (more, agent) => {
  expect(parse(more).identityAgent).toBe(agent)
})

test("takes node-ssh where nothing speaks against it", () => {
  const choice = chooseClient(
    parse("proxycommand none\npkcs11provider none\n"),
    [{ kind: "key", file: "id", text: "" }],
    "ssh-ed25519 AAAA me\n",
  )
  expect(choice).toEqual({ client: "node-ssh", because: undefined })
})

test.each([
  ["proxyjump bastion\n", "ProxyJump"],
  ["proxycommand nc %h %p\n", "ProxyCommand"],
  ["certificatefile ~/.ssh/id-cert.pub\n", "CertificateFile"],
  ["pkcs11provider /usr/lib/p11.so\n", "PKCS11Provider"],
  ["identitiesonly yes\n", "IdentitiesOnly with an agent"],
])("takes OpenSSH for %j", (more, because) => {
  const only = plain.replace("identitiesonly no\n", "")
  const choice = chooseClient(parseSshSettings(only + more, at), [], "")
  expect(choice).toEqual({ client: "openssh", because })
})

test.each([
  ["hardware", "a hardware key"],
  ["certified", "a certificate"],
] as const)("takes OpenSSH for a %s identity", (kind, because) => {
  const choice = chooseClient(parse(), [{ kind, file: "id" }], "")
  expect(choice).toEqual({ client: "openssh", because })
})

test.each([
  ["sk-ssh-ed25519@openssh.com AAAA me", "a hardware key in the agent"],
  ["ssh-ed25519-cert-v01@openssh.com AAAA me", "a certificate in the agent"],
])("takes OpenSSH for an agent with %s", (line, because) => {
  const choice = chooseClient(parse(), [], `ssh-rsa AAAA x\n${line}\n`)
  expect(choice).toEqual({ client: "openssh", because })
})
