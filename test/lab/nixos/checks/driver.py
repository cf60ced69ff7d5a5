"""Runs the script of a test in virtual machines against one machine that
somebody else has: requests go out on standard output, a line of JSON each, and
answers come in on standard input. Argument: the script. What the script prints
goes to standard error. The methods are those of nixpkgs' own driver
(nixos/lib/test-driver) that the scripts use."""

import json
import sys
import time

out = sys.stdout
sys.stdout = sys.stderr


class RequestedAssertionFailed(Exception):
    pass


class Machine:
    """As long as nixpkgs' driver waits for a condition."""

    patience = 90

    def ask(self, **request):
        out.write(json.dumps(request) + "\n")
        out.flush()
        return json.loads(sys.stdin.readline())

    def execute(self, command):
        answer = self.ask(run=command)
        return answer["status"], answer["output"]

    def succeed(self, command):
        status, output = self.execute(command)
        if status != 0:
            raise RequestedAssertionFailed(f"{command}: {status}: {output}")
        return output

    def fail(self, command):
        status, output = self.execute(command)
        if status == 0:
            raise RequestedAssertionFailed(f"{command} succeeded: {output}")
        return output

    def wait_until_succeeds(self, command):
        end = time.monotonic() + self.patience
        while True:
            status, output = self.execute(command)
            if status == 0:
                return output
            if time.monotonic() > end:
                raise RequestedAssertionFailed(f"{command}: {status}")
            time.sleep(0.5)

    def wait_for_unit(self, unit):
        self.wait_until_succeeds(f"systemctl is-active {unit}")

    def reboot(self):
        self.ask(reboot=True)


with open(sys.argv[1]) as script:
    exec(compile(script.read(), sys.argv[1], "exec"), {"machine": Machine()})
