import { randomInt } from "node:crypto"
import type { Layers } from "./base/base.ts"
import type { Flavour } from "./flavours.ts"
import { LabHost } from "./host.ts"
import { type Kind, kindFrom } from "./kind.ts"
import { identityOf } from "./owner.ts"
import type { Lab } from "./settings.ts"
import { type Mount, up } from "./up.ts"

export type LaunchOptions = {
  readonly flavours?: readonly Flavour[]
  /** What its system is made of; what SDLAB_KIND says if none is given. */
  readonly kind?: Kind
  /** Of a base that is ready already; it may have changed since. */
  readonly layers?: Layers
  readonly mounts?: readonly Mount[]
  /** At most 9 characters; one that nobody else has, if none is given. */
  readonly name?: string
}

/** A fresh host that is a left-over as soon as this process ends. */
export async function launch(
  lab: Lab,
  {
    flavours = [],
    kind = kindFrom(process.env),
    layers,
    mounts = [],
    name = freshName(),
  }: LaunchOptions = {},
): Promise<LabHost> {
  const owner = await identityOf(process.pid)
  await up(lab, [{ flavours, kind, mounts, name, owner }], layers)
  return LabHost.of(lab, name)
}

function freshName(): string {
  return `t${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0")}`
}
