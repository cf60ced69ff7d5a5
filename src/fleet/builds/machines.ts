import { isSame } from "../../builders/machines-for.ts"
import { openControl } from "../../deploy/site/control.ts"
import { type Login, siteLogin } from "../../deploy/site/site-login.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { selectHosts } from "../../inventory/select/select.ts"
import { thisMachine } from "../../remote/clients/here.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"

const control: Login = { address: "localhost", name: thisMachine, user: "" }

/**
 * Where builds of a fleet may be: its hosts, its builders that are none of
 * them, and this machine if hosts are built here; only those that are named,
 * where any is. Errors: `unknownHost`.
 */
export function machinesOf(
  fleet: Fleet,
  names: readonly string[] = [],
): readonly Login[] {
  const hosts = [...fleet.hosts.values()]
  const others = Object.entries(fleet.builders)
    .filter(([, builder]) => !hosts.some((host) => isSame(builder, host)))
    .map(([name, builder]) => siteLogin(fleet, name, builder))
  const here = hosts.some(({ buildOn }) => buildOn === thisMachine)
  if (names.length === 0) {
    return [...hosts, ...others, ...(here ? [control] : [])]
  }
  const found = names.flatMap((name) => {
    if (name === thisMachine) return control
    const builder = fleet.builders[name]
    if (builder === undefined) return selectHosts(fleet, [name])
    return [siteLogin(fleet, name, builder)]
  })
  return [...new Map(found.map((one) => [one.name, one])).values()]
}

/** Errors: those of `openLink` and `openControl`. */
export async function openMachine(
  machine: Login,
  context: RemoteContext,
): Promise<Link> {
  return machine === control ? openControl(context) : openLink(machine, context)
}
