import type { Link } from "../../host/open-link.ts"
import type { Site } from "./site.ts"

/** The host itself as its build site. */
export function ownSite({ shell }: Pick<Link, "shell">): Site {
  return { name: "host", shared: undefined, shell }
}
