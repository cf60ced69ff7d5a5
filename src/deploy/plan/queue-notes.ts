import type { HostFacts } from "../../host/probe/probe.ts"

/** What waits on a host from before: saved jobs, and restarts of apps. */
export function queueNotes({
  queueRefused,
  queueSaved,
  restarts,
}: Pick<
  HostFacts,
  "queueRefused" | "queueSaved" | "restarts"
>): readonly string[] {
  const refused = "jobs that comfyui has refused are kept on the host"
  return [
    ...(queueSaved > 0
      ? [`saved jobs of comfyui that wait to be given back: ${queueSaved}`]
      : []),
    ...(queueRefused > 0 ? [`${refused}: ${queueRefused}`] : []),
    ...restarts.map((unit) => `${unit} is restarted once it is idle`),
  ]
}
