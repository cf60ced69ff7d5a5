import { LabProblem } from "./problem.ts"
import type { LabHost } from "./host.ts"

/** Store paths of a host's systems; equal values mean an untouched host. */
export type HostSystem = {
  readonly booted: string
  /** What the boot loader would boot next, one-shot aside. */
  readonly bootDefault: string
  readonly current: string
  readonly generation: number
  readonly profile: string
}

const script = `readlink -f /run/booted-system
readlink -f /run/current-system
profile=/nix/var/nix/profiles/system
readlink -f $profile
readlink $profile | sed 's/^system-//; s/-link$//'
loader=/boot/loader
if [ ! -e $loader/loader.conf ]; then
  # Its first entry is the default.
  sed -n 's|.*init=\\(/nix/store/[^/ ]*\\)/init.*|\\1|p' /boot/grub/grub.cfg |
    head -n 1
  exit
fi
if [ -s $loader/default-variable ]; then
  entry=$(cat $loader/default-variable)
else
  entry=$(sed -n 's/^default //p' $loader/loader.conf)
fi
sed -n 's|^options init=\\(/nix/store/[^/ ]*\\)/init.*|\\1|p' \\
  "$loader/entries/$entry"`

/** Errors: LabProblem where one of them can't be read. */
export async function systemOf(host: LabHost): Promise<HostSystem> {
  const ran = await host.exec(script)
  const [booted, current, profile, generation, bootDefault] =
    ran.stdout.split("\n")
  if (!booted || !current || !profile || !generation || !bootDefault) {
    throw new LabProblem(`${host.name} has no whole system: ${ran.stderr}`)
  }
  const numbered = Number(generation)
  return { bootDefault, booted, current, generation: numbered, profile }
}
