import type { Stage } from "../stage.ts"
import type { Deployment } from "../deployment.ts"
import type { Site } from "../site/site.ts"
import { ownSite } from "../site/own-site.ts"
import { goAhead } from "../plan/ahead.ts"
import { probe } from "./probe.ts"

/**
 * The probe; meanwhile the host's tree is pushed and evaluated, and the stages
 * that are about that wait for it. Errors: those of `probe`.
 */
export const probeAhead: Stage<
  "fleet" | "host" | "input" | "link",
  "ahead" | "facts" | "site",
  "sites"
> = {
  ...probe,
  async run(given, context) {
    const opening = siteOf(given)
    const begun = opening.then((site) => goAhead({ ...given, site }))
    // A look that fails comes first.
    begun.catch(() => {})
    const { adds, ...rest } = await probe.run(given, context)
    const [site, ahead] = await Promise.all([opening, begun])
    return { ...rest, adds: { ...adds, ahead, site } }
  },
}

/** Errors: those of the connection to a build site. */
async function siteOf({
  host,
  link,
  sites,
}: Pick<Deployment, "host" | "link" | "sites">): Promise<Site> {
  const shared = await sites?.of(host)
  if (shared === undefined) return ownSite(link)
  return { name: shared.name, shared, shell: shared.link.shell }
}
