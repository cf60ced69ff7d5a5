import { ask } from "../facts.ts"
import type { HostShell } from "../shell.ts"
import oneShotAble from "./one-shot-able.sh"

/**
 * Why a host's boot loader can't boot a system once, in a few words; undefined
 * when it can. Errors: `hostScript`; those of the connection.
 */
export async function whyNoOneShot(
  shell: HostShell,
): Promise<string | undefined> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "asking the boot loader",
    script: oneShotAble,
    variables: {},
  })
  const answer = facts.get("one-shot") ?? "unsupported: it doesn't say"
  const [, why] = /^unsupported: (.*)$/.exec(answer) ?? []
  return why
}
