import { chmod, cp, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { changes } from "../../docs/walk/changes.ts"
import type { LabHost } from "../../lab/host.ts"
import type { ModelSites } from "../../models/sites.ts"
import { addArgon, addPeers, addPublicCache, fit } from "./fit.ts"
import type { Place } from "./place.ts"
import type { Where } from "./typing.ts"

export type Chapter = keyof typeof changes

type Given = {
  readonly at: Where
  readonly host: LabHost
  readonly models: ModelSites
  readonly place: Place
}

/** Chapters that are typed in an empty folder of their own. */
export const elsewhere: ReadonlySet<Chapter> = new Set<Chapter>([
  "another fleet",
  "hosts of other tools",
  "a first host",
  "a host at another port",
  "a host by another name",
  "a second host",
  "a host with secrets",
  "a host with a flake",
  "a host that goes",
])

/** What must be there before a chapter can be typed. */
export const before: Readonly<
  Partial<Record<Chapter, (given: Given) => Promise<void>>>
> = {
  "a host that goes": ({ at, place }) =>
    cp(place.fleet, at.cwd, { recursive: true }),
  "a host with a flake": ({ host }) =>
    on(
      host,
      `echo '{ outputs = _: {
        nixosConfigurations.neon = { };
        nixosModules.neon = import ./configuration.nix;
      }; }' >/etc/nixos/flake.nix`,
    ),
  "a host with secrets": ({ host }) =>
    on(
      host,
      `cd /etc/nixos; mkdir films; echo reel >films/reel
      echo '{ wifi = "correct horse battery"; }' >secrets.nix`,
    ),
  "a staged change": async ({ host }) => {
    // A generation that the pages name.
    const profiles = "/nix/var/nix/profiles"
    await on(
      host,
      `ln -s "$(readlink ${profiles}/system-2-link)" \
        ${profiles}/system-12-link`,
    )
  },
  "hosts of other tools": otherTools,
  builders: ({ place }) => addArgon(place),
  caches: async ({ host, place }) => {
    await addPublicCache(place)
    await addPeers(host)
  },
  models: ({ host, models, place }) => fit(place, host, models),
}

async function on(host: LabHost, script: string): Promise<void> {
  const ran = await host.exec(script)
  if (ran.exit !== 0) throw new Error(ran.stderr)
}

/** Programs that answer as colmena and Nix do about neon. */
async function otherTools({ place: { top } }: Given): Promise<void> {
  const about = { sshOptions: [], tags: [], targetPort: null }
  const node = { ...about, targetHost: "neon.lan", targetUser: "ops" }
  const ours = { hostname: "neon.lan", profiles: ["system"], sshOpts: [] }
  const answers = {
    colmena: { neon: node },
    nix: { neon: { ...ours, sshUser: "ops" } },
  }
  const bin = join(top, "bin")
  await mkdir(bin, { recursive: true })
  for (const [name, answer] of Object.entries(answers)) {
    const script = `#!/bin/sh\ncat <<'END'\n${JSON.stringify(answer)}\nEND\n`
    await writeFile(join(bin, name), script)
    await chmod(join(bin, name), 0o755)
  }
}
