# systemd-boot boots an entry once: the next boot is the default's again.
{
  name = "sdops-one-shot";

  nodes.machine = {
    imports = [ ./served.nix ];
    boot.loader.efi.canTouchEfiVariables = true;
    boot.loader.systemd-boot.enable = true;
    boot.loader.timeout = 0;
    virtualisation.useBootLoader = true;
    virtualisation.useEFIBoot = true;
  };

  testScript = ''
    import json

    machine.wait_for_unit("multi-user.target")
    assert machine.succeed("cat /etc/generation") == "first"
    old = machine.succeed("readlink -f /run/current-system").strip()
    candidate = machine.succeed(f"readlink -f {old}/specialisation/next")

    entries = json.loads(machine.succeed("bootctl list --json=short"))
    init = f"init={candidate.strip()}/init"
    ids = [e["id"] for e in entries if init in e.get("options", "")]
    assert len(ids) == 1, entries
    machine.succeed(f"bootctl set-oneshot {ids[0]}")

    machine.reboot()
    machine.wait_for_unit("multi-user.target")
    assert machine.succeed("cat /etc/generation") == "next"

    machine.reboot()
    machine.wait_for_unit("multi-user.target")
    assert machine.succeed("cat /etc/generation") == "first"
  '';
}
