import type { Host } from "../inventory/host.ts"

type Ejected = {
  readonly folder: string
  readonly hosts: readonly Pick<Host, "address" | "name" | "user">[]
  readonly locked: boolean
}

/** What somebody needs to know of a flake that sdops has left to them. */
export function farewell({ folder, hosts, locked }: Ejected): {
  /** Commands, to be run where the folder is. */
  readonly next: string[]
  readonly readme: string
} {
  const lock = locked ? [] : [`nix flake lock path:${folder}`]
  const switches = hosts.map(
    ({ address, name, user }) =>
      `nixos-rebuild switch --flake path:${folder}#${name} ` +
      `--target-host ${user}@${address}${user === "root" ? "" : " --sudo"}`,
  )
  return { next: [...lock, ...switches], readme: readme(hosts, locked) }
}

function readme(hosts: Ejected["hosts"], locked: boolean): string {
  const names = hosts.map(({ name }) => `- \`${name}\``).join("\n")
  const [first] = hosts
  const lock = locked
    ? "`flake.lock` pins the inputs; `nix flake update` updates them."
    : "There is no `flake.lock` yet; `nix flake lock` creates it."
  return `# A fleet of NixOS hosts

Written by \`sdops flake eject\`; it needs no sdops.

${names}

On a host, with this folder there:

\`\`\`sh
nixos-rebuild switch --flake path:$PWD#${first?.name ?? "NAME"}
\`\`\`

${lock}

- \`inventory/NAME.json\`: a host's settings; edit it by hand
- \`modules/NAME/\`: the host's own NixOS modules
- \`nix/\`: modules and helpers of sdops
- \`flake.nix\`: the inputs

In a git repository Nix sees only files that \`git add\` knows of.
`
}
