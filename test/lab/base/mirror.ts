import { LabMissing } from "../problem.ts"
import { run } from "../run.ts"
import type { Lab } from "../settings.ts"

const format = "$(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT)"

/**
 * The Debian mirror that the outer machine's own apt uses; `SDLAB_MIRROR`
 * wins. Origin and label are known to apt only after an update, hence the
 * second look. Errors: LabMissing where apt knows none.
 */
export async function findMirror(lab: Lab): Promise<string> {
  if (lab.mirror !== undefined) return lab.mirror
  const known = await mirrorOfApt()
  if (known !== undefined) return known
  if (lab.install) {
    await run(["apt-get", "update", "-qq"], { deadline: 300 }).catch(() => {})
    const later = await mirrorOfApt()
    if (later !== undefined) return later
  }
  throw new LabMissing(
    "apt knows no Debian mirror here: set SDLAB_MIRROR to one",
  )
}

async function mirrorOfApt(): Promise<string | undefined> {
  const argv = ["apt-get", "indextargets", "--format", format]
  const ran = await run([...argv, "Created-By: Packages"]).catch(
    () => undefined,
  )
  const lines = (ran?.stdout ?? "").split("\n").map((line) => line.split(" "))
  const debian = lines.find(
    ([, origin, label, component]) =>
      origin === "Debian" && label === "Debian" && component === "main",
  )
  return debian?.[0]?.replace(/\/$/, "")
}
