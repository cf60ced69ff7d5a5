# Node with its libraries, as entries of sandbox-paths. The nix.conf that a base
# is shaped with (test/lab/base/shape/files.ts) has the same.
let
  kit = "/opt/sdlab/node-kit";
  libraries = "/usr/lib/x86_64-linux-gnu";
in
[
  "${kit}/node=/opt/sdlab/node"
  # Its real file: of a link, the sandbox has the link.
  "${kit}/libstdc++.so.6=${libraries}/libstdc++.so.6.0.33"
]
++
  map (name: "${kit}/${name}=${libraries}/${name}")
    [
      "ld-linux-x86-64.so.2"
      "libc.so.6"
      "libdl.so.2"
      "libgcc_s.so.1"
      "libm.so.6"
      "libpthread.so.0"
    ]
