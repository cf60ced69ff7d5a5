import { onHost } from "../../../inventory/on-host.ts"
import { boundElsewhere } from "../../bound-elsewhere.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { startWords } from "../../start-words.ts"

export const options: Check<HostSight> = {
  id: "app/options",
  looksAt: "whether ComfyUI runs with the options that its system declares",
  means: "it runs as it was before, or as somebody started it by hand",
  appliesTo: ({ host }) => host.services.comfyui?.enable === true,
  judge(sight) {
    const { apps, facts, health, host } = sight
    const app = apps.find(({ name }) => name === "comfyui")
    if (app?.answer.how !== "answered" || app.answer.stats === undefined)
      return skip("see app/api")
    if (facts.restarts.includes(app.unit)) return skip("see app/queue")
    if (boundElsewhere(sight)?.unit === app.unit) return skip("see app/port")
    const start = health.starts.get(app.unit)
    const [, ...declared] = startWords(start ?? "") ?? []
    const [, ...running] = app.answer.stats.system.argv
    if (declared.length === 0) return skip("its unit doesn't tell")
    const missing = declared.filter((word) => !running.includes(word))
    const added = running.filter((word) => !declared.includes(word))
    if (missing.length + added.length === 0) return ok("as its unit starts it")
    return warn({
      finding: [
        ...(missing.length > 0 ? [`it lacks ${missing.join(" ")}`] : []),
        ...(added.length > 0 ? [`it has ${added.join(" ")} beside`] : []),
      ].join(", "),
      cure: [
        onHost(host, `systemctl revert ${app.unit}`),
        onHost(host, `systemctl restart ${app.unit}`),
      ],
    })
  },
}
