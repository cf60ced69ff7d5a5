import type { Machine } from "../../host/probe/machine.ts"
import type { Host } from "../../inventory/host.ts"
import type { CandidateMachine } from "./candidate.ts"
import { type Difference, difference } from "./difference.ts"
import { askSudo } from "./sudo-rules.ts"

type Who = Pick<Host, "sudoPassword" | "user">

/**
 * Whether the host would still be reached as it is now: address, sshd and its
 * port, the login user's keys, and how that becomes root.
 */
export function judgeReach(
  candidate: CandidateMachine,
  machine: Machine,
  who: Who,
): Difference[] {
  const at = (id: "address" | "login" | "ssh", texts: readonly string[]) =>
    texts.map((text) => difference(id, text))
  return [
    ...at("address", address(candidate, machine)),
    ...at("login", login(candidate, machine, who)),
    ...at("ssh", ssh(candidate, machine)),
  ]
}

function address(candidate: CandidateMachine, machine: Machine): string[] {
  const { addresses, interfaces } = candidate
  const gone = interfaces.filter(
    (name) =>
      machine.interfaces.length > 0 && !machine.interfaces.includes(name),
  )
  const fixed = addresses.map(spelled)
  const now = machine.addresses.map(spelled)
  const isKept = fixed.length === 0 || fixed.some((one) => now.includes(one))
  return [
    ...gone.map(
      (name) => `the interface ${name} would get an address, but doesn't exist`,
    ),
    ...(isKept ? [] : [sayMoved(now, fixed)]),
  ]
}

function sayMoved(now: readonly string[], then: readonly string[]): string {
  return `its addresses are ${now.join(", ")}, and would be ${then.join(", ")}`
}

/** IPv6 as the URL parser writes it: one spelling for each address. */
function spelled(address: string): string {
  if (!address.includes(":")) return address
  const url = URL.parse(`http://[${address.split("%")[0]}]/`)
  return url?.hostname.slice(1, -1) ?? address
}

function login(
  candidate: CandidateMachine,
  { keys }: Machine,
  who: Who,
): string[] {
  const { user } = who
  const wanted = candidate.users[user]
  if (wanted === undefined) return [`there would be no user ${user}`]
  const root = candidate.ssh.rootLogin
  if (
    user === "root" &&
    [false, "forced-commands-only", "no"].includes(root as string)
  )
    return ["root could no longer log in"]
  const now = [...keysIn(keys.etc), ...keysIn(keys.home)]
  const then = new Set([
    ...(candidate.ssh.homeKeys ? keysIn(keys.home) : []),
    ...wanted.keys.flatMap(keysIn),
  ])
  const lost = [...new Set(now)].filter((key) => !then.has(key))
  return [
    ...(now.length === 0 ? [`no SSH keys of ${user} found to compare`] : []),
    ...(lost.length > 0
      ? [`${lost.length} of ${user}'s keys would no longer be accepted`]
      : []),
    ...elevation(candidate, who),
  ]
}

function elevation(candidate: CandidateMachine, who: Who): string[] {
  const { sudo, users } = candidate
  const { user } = who
  if (user === "root") return []
  if (!sudo.enable) return [`there would be no sudo, and ${user} is not root`]
  const host = candidate.hostName
  const { gids = [], groups = [], uid = null } = users[user] ?? {}
  const { answer, unread } = askSudo(sudo, { gids, groups, host, uid, user })
  const declared = who.sudoPassword !== undefined
  if (answer === "free" || (answer === "asks" && declared)) return []
  if (unread) return [sayUnread(user)]
  return answer === "asks"
    ? [`sudo would ask ${user} for a password, but none is declared`]
    : [`no sudo rule would let ${user} run every command as root`]
}

function sayUnread(user: string): string {
  return (
    `no sudo rule that sdops understands would let ${user} become root, ` +
    "and it doesn't understand all of security.sudo.extraConfig"
  )
}

/** Kind and base64 of each key; options and comments don't matter. */
function keysIn(text: string): string[] {
  const found = text.matchAll(
    /\b((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+) +(AAAA[A-Za-z0-9+/]+)/g,
  )
  return [...found].map(([, kind, blob]) => `${kind} ${blob}`)
}

function ssh(candidate: CandidateMachine, machine: Machine): string[] {
  const { firewall, ssh } = candidate
  if (!ssh.enable) return ["sshd would be off"]
  const said = machine.sshdPorts
  const ports = said.length === 0 ? [22] : said
  const moved = ports.filter((port) => !ssh.ports.includes(port))
  const closed = ports.filter(
    (port) =>
      firewall.enable &&
      !firewall.open.some(({ from, to }) => from <= port && port <= to),
  )
  return [
    ...moved.map((port) => `sshd would no longer listen on ${port}`),
    ...closed
      .filter((port) => !moved.includes(port))
      .map((port) => `the firewall would close ${port}, sshd's port`),
  ]
}
