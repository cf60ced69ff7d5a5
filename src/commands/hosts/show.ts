import { string } from "@oclif/core/args"
import { inventoryOf } from "../../cli/inventory-of.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { showValue } from "../../cli/show-value.ts"
import type { ShownHost } from "../../inventory/listing.ts"

export default class HostsShow extends SdopsCommand {
  static override readonly args = {
    host: string({ description: "The host's name.", required: true }),
  }
  static override readonly description =
    "Shows a host as a deployment sees it: its own file merged with the " +
    "fleet's defaults, and where each value comes from. Doesn't connect."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly summary = "Show one host, with the fleet's defaults"

  static readonly result = async () =>
    (await import("../../inventory/listing.ts")).shownHost

  async run(): Promise<ShownHost> {
    const { args, flags } = await this.asked(HostsShow)
    const { showHost } = await import("../../inventory/show-host.ts")
    const { hostText } = await import("../../inventory/edit/host-text.ts")
    const { fleet, hosts } = await inventoryOf(flags, [args.host])
    const shown = await showHost(fleet, hosts)
    await showValue(shown, flags, ({ from, host }) => hostText(host, from))
    return shown
  }
}
