import { isSame } from "../../builders/machines-for.ts"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { openLink } from "../../host/open-link.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { DeployInput } from "../deployment.ts"
import { openControl } from "./control.ts"
import { sharedSite } from "./shared-site.ts"
import type { SharedSite, Sites } from "./site.ts"
import { siteLogin } from "./site-login.ts"

type Given = {
  readonly fleet: Fleet
  /** All that this run may get to: those of a site are evaluated together. */
  readonly hosts: readonly Host[]
  readonly input: Pick<DeployInput, "engine" | "goal">
}

/**
 * The build sites that hosts name, a builder or this machine; one connection to
 * each, opened when the first of its hosts needs it and closed with the whole.
 * Errors: none here.
 */
export function sitesOf(given: Given, context: Context<never>): Sites {
  const { fleet, hosts, input } = given
  const open = new Map<string, Promise<SharedSite>>()
  const resources = new AsyncDisposableStack()
  return {
    done(host) {
      for (const name of open.keys()) void endFor(host, name)
    },
    of(host) {
      const name = siteNameOf(host, fleet)
      if (name === "host") return undefined
      if (input.engine !== "sdops") {
        throw fail("buildSite", { host: host.name, site: name })
      }
      const known = open.get(name) ?? begin(name)
      open.set(name, known)
      return known.then((site) => {
        site.expect(host.name)
        return site
      })
    },
    [Symbol.asyncDispose]: async () => resources.disposeAsync(),
  }

  async function endFor(host: string, name: string): Promise<void> {
    // Whoever waits for it is told why it couldn't be opened.
    const site = await open.get(name)?.catch(() => undefined)
    site?.done(host)
  }

  async function begin(name: string): Promise<SharedSite> {
    const builder = fleet.builders[name]
    const link =
      builder === undefined
        ? await openControl(context)
        : await openLink(siteLogin(fleet, name, builder), context)
    resources.use(link.connection)
    const mine = hosts.filter((host) => siteNameOf(host, fleet) === name)
    const hostKey = builder?.hostKey
    const machine =
      builder === undefined || hostKey === undefined
        ? undefined
        : { ...builder, hostKey, name }
    const names = mine.map((host) => host.name)
    return sharedSite(
      { fleet, hosts: names, input, link, machine, name },
      context,
    )
  }
}

/** A builder that is the host itself is no other site. */
function siteNameOf(host: Host, { builders }: Fleet): string {
  const builder = builders[host.buildOn]
  return builder !== undefined && isSame(builder, host) ? "host" : host.buildOn
}
