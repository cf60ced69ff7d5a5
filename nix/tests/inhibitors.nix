# A system whose driver differs isn't switched to, in both directions, unless
# NIXOS_NO_CHECK says so; `boot` is never refused by it. Releases before 26.05
# have no inhibitors, and the test says so.
{
  name = "sdops-inhibitors";

  nodes.machine =
    { lib, options, ... }:
    {
      imports = [ ./served.nix ];
      config = lib.optionalAttrs (options.system ? switch.inhibitors) {
        specialisation.newer.configuration = {
          environment.etc."generation".text = "newer";
          system.switch.inhibitors.sdops-driver = lib.mkForce "580.119.02";
        };
        system.switch.inhibitors.sdops-driver = "550.54.14";
      };
    };

  testScript = ''
    machine.wait_for_unit("served.service")
    old = machine.succeed("readlink -f /run/current-system").strip()
    status, _ = machine.execute(f"test -e {old}/switch-inhibitors")
    if status != 0:
        print("this release of NixOS has no switch inhibitors")
    else:
        newer = f"{old}/specialisation/newer"
        switch = "bin/switch-to-configuration test 2>&1"

        status, said = machine.execute(f"{newer}/{switch}")
        assert status != 0, said
        assert "sdops-driver" in said, said
        assert machine.succeed("cat /etc/generation") == "first"

        machine.succeed(f"NIXOS_NO_CHECK=1 {newer}/{switch}")
        assert machine.succeed("cat /etc/generation") == "newer"

        machine.fail(f"{old}/{switch}")
        machine.succeed(f"NIXOS_NO_CHECK=1 {old}/{switch}")
        assert machine.succeed("cat /etc/generation") == "first"
  '';
}
