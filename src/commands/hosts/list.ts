import { inventoryOf } from "../../cli/inventory-of.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { showValue } from "../../cli/show-value.ts"
import type { HostListing } from "../../inventory/listing.ts"

export default class HostsList extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Lists the hosts in the inventory. Contacts none of them."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> @closet --json",
  ]
  static override readonly summary = "List the hosts of the fleet"

  static readonly result = async () =>
    (await import("../../inventory/listing.ts")).hostListing

  async run(): Promise<HostListing> {
    const { args, flags } = await this.asked(HostsList)
    const { listingOf } = await import("../../inventory/listing.ts")
    const { hostsText } = await import("../../output/text/hosts-text.ts")
    const { hosts } = await inventoryOf(flags, args.hosts ?? [])
    const listing = listingOf(hosts)
    await showValue(listing, flags, (shown, _theme, columns) =>
      hostsText(shown, columns),
    )
    return listing
  }
}
