import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { fail } from "../../errors/fail.ts"
import { askSshWords, type RemoteContext } from "../../remote/ssh-config.ts"
import type { Findings, Found, Unfit } from "./found.ts"
import { sshAliases } from "./ssh-aliases.ts"

/** What decides how a machine is reached, and whom it is taken for. */
const decisive = [
  "addressfamily",
  "bindaddress",
  "bindinterface",
  "certificatefile",
  "ciphers",
  "globalknownhostsfile",
  "hostkeyalgorithms",
  "hostkeyalias",
  "identitiesonly",
  "identityagent",
  "identityfile",
  "kexalgorithms",
  "macs",
  "pkcs11provider",
  "proxycommand",
  "proxyjump",
  "pubkeyacceptedalgorithms",
  "userknownhostsfile",
]

/**
 * The hosts of an ssh_config, as OpenSSH itself resolves them. What it has more
 * about a host than name, user and port, such as `ProxyJump`, stays there: the
 * address then is the alias, by which OpenSSH finds it again. Input: the file;
 * undefined: the user's own. Errors: `importSource`, `sshConfig`.
 */
export async function fromSsh(
  input: { readonly from: string; readonly path: string | undefined },
  context: RemoteContext,
): Promise<Findings> {
  const { environment } = context
  const own =
    environment["SDOPS_SSH_CONFIG"] ||
    join(environment["HOME"] || homedir(), ".ssh", "config")
  const file = input.path === undefined ? own : resolve(input.from, input.path)
  const names = await sshAliases(file, environment).catch((cause: Error) => {
    const evidence = [cause.message]
    throw fail("importSource", { source: file }, { cause, evidence })
  })
  const there = { ...environment, SDOPS_SSH_CONFIG: file }
  const found: Found[] = []
  const unfit: Unfit[] = []
  for (const named of names) {
    const words = await askSshWords(
      { address: named, name: named },
      {
        ...context,
        environment: there,
      },
    )
    const one = (key: string) => words.get(key)?.[0] ?? ""
    const address = one("hostname")
    const [port, user] = [Number(one("port")), one("user")]
    if (user === "git") {
      unfit.push({ named, why: "its user is git: no host to deploy to" })
      continue
    }
    // As a later command will ask, by the user's own configuration.
    const plain = await askSshWords(
      { address, name: named, port, user },
      context,
    )
    const same = (key: string) => `${words.get(key)}` === `${plain.get(key)}`
    const kept = decisive.filter((key) => !same(key))
    if (kept.length === 0) {
      const usual = port === 22 ? undefined : port
      found.push({ address, named, port: usual, remarks: [], tags: [], user })
      continue
    }
    const say = (key: string) =>
      `${key}${key === "proxyjump" ? ` ${one(key)}` : ""}`
    const remarks = [`reached by ${file}: ${kept.map(say).join(", ")}`]
    found.push({ address: named, named, remarks, tags: [], user })
  }
  return { found, origin: file, unfit }
}
