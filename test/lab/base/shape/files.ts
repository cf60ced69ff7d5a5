/** What sessions and units of a NixOS host have as PATH. */
export const nixosPath = "/run/wrappers/bin:/run/current-system/sw/bin"

// Node with its libraries: see test/standins/nixpkgs/pkgs/node-kit.nix.
const kit = "/opt/sdlab/node-kit"
const libraries = "/usr/lib/x86_64-linux-gnu"
const sandboxPaths = [
  "/bin/busybox=/usr/bin/busybox",
  "/bin/sh=/bin/bash-static",
  `${kit}/node=/opt/sdlab/node`,
  `${kit}/libstdc++.so.6=${libraries}/libstdc++.so.6.0.33`,
  ...[
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
  ].map((name) => `${kit}/${name}=${libraries}/${name}`),
]

/** Path below the root → text; modes are in `shape.ts`. */
export const files: Readonly<Record<string, string>> = {
  "etc/NIXOS": "",
  "etc/environment": `PATH=${nixosPath}\n`,
  "etc/machine-id": "",
  "etc/nix/nix.conf": `build-users-group = nixbld
connect-timeout = 5
max-jobs = 2
sandbox = true
sandbox-paths = ${sandboxPaths.join(" ")}
substituters =
trusted-users = root
`,
  "etc/profile": `export PATH=${nixosPath}\n`,
  "usr/lib/os-release": `ANSI_COLOR="0;38;2;126;186;228"
ID=nixos
NAME=NixOS
PRETTY_NAME="NixOS 25.05 (Warbler)"
VERSION_ID="25.05"
`,
  "usr/lib/systemd/journald.conf.d/sdlab.conf": `[Journal]
RateLimitIntervalSec=0
Storage=persistent
SystemMaxUse=24M
`,
  "usr/lib/systemd/system.conf.d/sdlab.conf": `[Manager]
DefaultEnvironment=PATH=${nixosPath}
`,
  // Debian lets only a group in.
  "usr/lib/tmpfiles.d/nix-daemon.conf": `d /nix/var/nix/daemon-socket 755
d /nix/var/nix/gcroots/per-user 1777
d /nix/var/nix/profiles/per-user 1777
`,
}
