/**
 * Recordings of 0.3.64 that a later version answers otherwise: name → those
 * versions. None of it is what the client reads: it asks for more fields, or
 * what is refused is refused in other words.
 */
const changed: Readonly<Record<string, readonly string[]>> = {
  "GET /api/jobs": ["0.25.0"],
  "http/get-features": ["0.25.0"],
  "http/get-models": ["0.25.0"],
  "http/get-object-info-CheckpointLoaderSimple": ["0.25.0"],
  "http/get-object-info-EmptyImage": ["0.25.0"],
  "http/get-object-info-ImageBlur": ["0.25.0"],
  "http/get-object-info-KSampler": ["0.25.0"],
  "http/get-object-info-LoraLoader": ["0.25.0"],
  "http/get-object-info-PreviewImage": ["0.25.0"],
  "http/get-object-info-SaveImage": ["0.25.0"],
  // The request fails instead: extra_data must be an object.
  "prompt/extra-data-list": ["0.25.0"],
  "prompt/no-class-type": ["0.25.0"],
  // An id must be a UUID, as sdops' are; null is given one.
  "prompt/prompt-id-not-a-uuid": ["0.25.0"],
  "prompt/prompt-id-null": ["0.25.0"],
  "prompt/several-errors": ["0.25.0"],
  "prompt/unknown-class-type": ["0.25.0"],
  "prompt/unknown-class-type-with-title": ["0.25.0"],
  // Items say when they were made.
  "queue: the same twice, 4": ["0.25.0"],
  // Said in other words.
  "start/port-in-use": ["0.25.0"],
  "ws/feature-flags": ["0.25.0"],
}

/** What depends on the machine and its packages: only the kind counts. */
export const ofMachine: ReadonlySet<string> = new Set([
  "GET /",
  "GET /experiment/models",
  "GET /extensions",
  "http/get-system-stats",
])

/** Whether a version is known to answer otherwise than was recorded. */
export function changedSince(name: string, version: string): boolean {
  return changed[name]?.includes(version) === true
}
