# `test` activates a candidate: its unit runs anew, its files are there, and
# what boots next stays as it was.
{
  name = "sdops-activation";

  nodes.machine = ./served.nix;

  testScript = ''
    import json

    machine.wait_for_unit("served.service")
    host = json.loads(machine.succeed("cat /etc/sdops/host.json"))
    assert host["apps"][0]["unit"] == "served.service", host
    machine.succeed("/etc/sdops/tools/bin/jq --version")

    machine.succeed("grep -w panic=30 /proc/cmdline")
    kernel = machine.succeed("readlink -f /run/booted-system/kernel")
    assert kernel.startswith(host["kernel"]), (kernel, host)

    old = machine.succeed("readlink -f /run/current-system").strip()
    booted = machine.succeed("readlink -f /run/booted-system")
    candidate = f"{old}/specialisation/next"
    pid = machine.succeed("systemctl show -P MainPID served.service")

    machine.succeed(f"{candidate}/bin/switch-to-configuration test")

    now = machine.succeed("readlink -f /run/current-system").strip()
    assert now == machine.succeed(f"readlink -f {candidate}").strip(), now
    assert booted == machine.succeed("readlink -f /run/booted-system")
    assert machine.succeed("cat /etc/generation") == "next"
    machine.wait_until_succeeds("grep next /run/serves")
    assert pid != machine.succeed("systemctl show -P MainPID served.service")
  '';
}
