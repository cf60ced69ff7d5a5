# A candidate whose unit doesn't start exits 4, and the old system's own
# `test`, by store path, brings everything back.
{
  name = "sdops-rollback";

  nodes.machine =
    { lib, pkgs, ... }:
    {
      imports = [ ./served.nix ];
      specialisation.broken.configuration = {
        environment.etc."generation".text = "broken";
        systemd.services.served.serviceConfig.ExecStart =
          lib.mkForce "${pkgs.coreutils}/bin/false";
        systemd.services.served.serviceConfig.Type = lib.mkForce "oneshot";
      };
    };

  testScript = ''
    machine.wait_for_unit("served.service")
    old = machine.succeed("readlink -f /run/current-system").strip()

    broken = f"{old}/specialisation/broken/bin/switch-to-configuration"
    status, said = machine.execute(f"{broken} test 2>&1")
    assert status == 4, (status, said)
    assert machine.succeed("cat /etc/generation") == "broken"

    machine.succeed(
        f"NIXOS_NO_CHECK=1 {old}/bin/switch-to-configuration test"
    )
    now = machine.succeed("readlink -f /run/current-system").strip()
    assert now == old, (now, old)
    assert machine.succeed("cat /etc/generation") == "first"
    machine.wait_for_unit("served.service")
    machine.succeed("grep first /run/serves")
  '';
}
