import type { Provenance } from "../render/provenance.ts"

/** What one page shows of an image. */
export type Shown = {
  /** The text of its file; undefined: it is declared no more. */
  readonly declaration: string | undefined
  readonly name: string
  readonly pictures: readonly {
    /** Below the page's folder. */
    readonly file: string
    readonly provenance: Provenance
  }[]
}

/**
 * One page of HTML without scripts; whatever anybody has written is text in
 * it. What the page may load is said in its head: pictures beside it.
 */
export function galleryPage(images: readonly Shown[]): string {
  const count = images.reduce((sum, { pictures }) => sum + pictures.length, 0)
  const policy =
    "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>Rendered images</title>",
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<h1>Rendered images</h1>",
    `<p>${count} pictures of ${images.length} images</p>`,
    ...images.map(section),
    "</body>",
    "</html>",
    "",
  ].join("\n")
}

const style =
  ":root{color-scheme:light dark}" +
  "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;" +
  "max-width:80rem;padding:0 1rem}" +
  "section{border-top:1px solid #8886;display:grid;gap:1rem 2rem;" +
  "grid-template-columns:minmax(0,1fr) minmax(0,24rem);padding:1rem 0}" +
  "h2{grid-column:1/-1;margin:0}" +
  ".pictures{display:flex;flex-wrap:wrap;gap:1rem;align-content:start}" +
  "figure{margin:0;width:16rem}" +
  "img{background:#8883;height:auto;max-width:100%}" +
  "figcaption{font-size:.8rem;overflow-wrap:anywhere}" +
  "pre{background:#8882;font-size:.85rem;margin:0;overflow:auto;" +
  "padding:1rem;white-space:pre-wrap;overflow-wrap:anywhere}" +
  "@media(max-width:50rem){section{grid-template-columns:1fr}}"

function section({ declaration, name, pictures }: Shown): string {
  const said = declaration ?? "declared no more"
  return [
    `<section id="${escaped(name)}">`,
    `<h2>${escaped(name)}</h2>`,
    '<div class="pictures">',
    ...pictures.map(figure),
    "</div>",
    `<pre>${escaped(said)}</pre>`,
    "</section>",
  ].join("\n")
}

function figure({ file, provenance }: Shown["pictures"][number]): string {
  const { gpu, height, host, image, models, number, rendered, seconds, seed } =
    provenance
  const path = file.split("/").map(encodeURIComponent).join("/")
  const lines = [
    `${number}${seed === null ? "" : `, seed ${seed}`}`,
    `${seconds} s on ${host}, ${gpu}`,
    ...models.map((one) => `${one.file} ${one.sha256?.slice(0, 12) ?? ""}`),
    rendered,
  ]
  return [
    "<figure>",
    `<a href="${path}"><img alt="${escaped(`${image} ${number}`)}" ` +
      `height="${height}" width="${provenance.width}" loading="lazy" ` +
      `src="${path}"></a>`,
    `<figcaption>${lines.map(escaped).join("<br>")}</figcaption>`,
    "</figure>",
  ].join("\n")
}

const entities: Readonly<Record<string, string>> = {
  '"': "&quot;",
  "&": "&amp;",
  "'": "&#39;",
  "<": "&lt;",
  ">": "&gt;",
}

// What HTML doesn't take, and what reorders text around it.
const unfit = /(?![\t\n])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

function escaped(text: string): string {
  return text
    .replaceAll(unfit, "\uFFFD")
    .replaceAll(/["&'<>]/gu, (found) => entities[found] ?? "")
}
