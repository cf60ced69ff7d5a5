# The LUKS devices of a system's initrd for which somebody must type a
# passphrase at the console: no key file (clevis sets one), no TPM, and no SSH
# server in the initrd to type it over.
{ config, lib }:
let
  inherit (config.boot) initrd;
  opensItself =
    device:
    (device.keyFile or null) != null
    || (device.tryEmptyPassphrase or false)
    || lib.any (lib.hasPrefix "tpm2-device=") (device.crypttabExtraOpts or [ ]);
  closed = lib.filterAttrs (_: device: !opensItself device) initrd.luks.devices;
in
if initrd.network.ssh.enable or false then [ ] else lib.attrNames closed
