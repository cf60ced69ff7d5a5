import type { LabHost } from "../lab/host.ts"

const folder = "/run/sdlab-evaluations"

/** Nix's own numbers, of each of its processes on the host. */
const wrapper = `#!/bin/sh
export NIX_SHOW_STATS=1 NIX_SHOW_STATS_PATH=${folder}/$$.json
exec ${folder}/bin/"\${0##*/}" "$@"
`

const setUp = `set -eu
mkdir -p ${folder}/bin
PATH=/run/current-system/sw/bin:$PATH
nix=$(readlink -f "$(command -v nix)")
cp "$nix" ${folder}/bin/nix
for link in "\${nix%/*}"/nix-*; do
  ln -sf nix "${folder}/bin/\${link##*/}"
done
cat >${folder}/wrapper
chmod +x ${folder}/wrapper
mount --bind ${folder}/wrapper "$nix"`

/**
 * From now on the evaluations on a host are counted: the processes of Nix that
 * have called functions, by what Nix itself says at their ends. Output: how
 * many there were since the last look.
 */
export async function countEvaluations(
  host: LabHost,
): Promise<() => Promise<number>> {
  const done = await host.exec(setUp, { input: wrapper })
  if (done.exit !== 0) throw new Error(done.stderr)
  return async () => {
    const look = `for file in ${folder}/*.json; do
        [ -e "$file" ] || continue
        cat "$file"
        rm "$file"
      done`
    const { stdout } = await host.exec(look)
    const calls = stdout.matchAll(/"nrFunctionCalls": (\d+)/g)
    return [...calls].filter(([, count]) => Number(count) > 0).length
  }
}
