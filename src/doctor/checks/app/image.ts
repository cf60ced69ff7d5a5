import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const image: Check<HostSight> = {
  id: "app/image",
  looksAt: "whether apps make an image, where --smoke asks for one",
  means: "the app answers, but its jobs fail",
  appliesTo: ({ proofs }) => proofs !== undefined,
  judge({ proofs = [] }) {
    const failed = proofs.find(({ outcome }) => outcome === "bad")
    if (failed?.error !== undefined) {
      const { because = [], code, evidence, help, message } = failed.error
      return bad({
        code,
        cure: help,
        evidence: [...because, ...evidence],
        finding: message,
      })
    }
    const made = proofs.filter(({ outcome }) => outcome === "ok")
    if (made.length === 0) return skip("no app answers that makes images")
    const said = made.map(({ app, depth, seconds }) =>
      [app, depth && `(${depth})`, seconds && `in ${seconds} s`]
        .filter(Boolean)
        .join(" "),
    )
    return ok(said.join(", "))
  },
}
