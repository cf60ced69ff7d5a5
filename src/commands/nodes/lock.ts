import { boolean } from "@oclif/core/flags"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { site } from "../../cli/flags/flake-flags.ts"
import { nodeIndex } from "../../cli/flags/node-index.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { NodesLocked } from "../../upkeep/nodes-result.ts"

export default class NodesLock extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Finds wheels for the requirements of hosts' custom nodes (default: all " +
    "hosts), for each host's Python, platform and torch, and saves them with " +
    "their hashes in hosts/NAME/nodes.lock.json; the host's Nix does the " +
    "work. Locked versions stay where they fit. Deploys nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --upgrade --dry-run",
    "<%= config.bin %> <%= command.id %> all --on lithium --json",
    "<%= config.bin %> <%= command.id %> lithium " +
      "--index https://pypi.example.org/simple --wheel-host files.example.org",
  ]
  static override readonly flags = {
    ...nodeIndex,
    ...site,
    ...parallel,
    "dry-run": boolean({ summary: "Show the result; save nothing." }),
    upgrade: boolean({
      summary: "Upgrade to newer versions than the locked ones.",
    }),
  }
  static override readonly summary = "Lock custom nodes' Python dependencies"

  static readonly result = async () =>
    (await import("../../upkeep/nodes-result.ts")).nodesLocked

  async run(): Promise<NodesLocked> {
    const { args, flags } = await this.asked(NodesLock)
    const { selectHosts } = await import("../../inventory/select/select.ts")
    const { nodesText } = await import("../../output/text/nodes-text.ts")
    const { lockNodes } = await import("../../upkeep/lock-nodes.ts")
    const { indexFrom, wheelHostsFrom } =
      await import("../../upkeep/python-index.ts")
    const index = indexFrom(flags.index)
    const wheelHosts = wheelHostsFrom(flags.wheelHost ?? [])
    return fleetWork({
      flags,
      recovery: "sdops nodes lock",
      say: nodesText,
      work: async (fleet, context) => {
        const hosts = selectHosts(fleet, args.hosts ?? ["all"])
        const asked = { index, on: flags.on, wheelHosts: wheelHosts }
        return lockNodes(fleet, hosts, { ...flags, ...asked }, context)
      },
    })
  }
}
