/** A web page about a file. */
export type Page = {
  /** Whose page it is. */
  readonly site: string
  /** The file itself; undefined where the page doesn't tell. */
  readonly file: string | undefined
}

type Site = {
  readonly hosts: RegExp
  readonly name: string
  /** What the path is the page of: its file, or undefined; else `file`. */
  readonly read: (url: URL) => "file" | string | undefined
}

const sites: readonly Site[] = [
  {
    hosts: /^(?:huggingface\.co|hf\.co|hf-mirror\.com)$/,
    name: "Hugging Face",
    read: huggingFace,
  },
  { hosts: /^civitai\.(?:com|green|red)$/, name: "civitai", read: civitai },
  { hosts: /^github\.com$/, name: "GitHub", read: gitHub },
  { hosts: /^gitlab\.com$/, name: "GitLab", read: gitLab },
  { hosts: /^codeberg\.org$/, name: "Codeberg", read: codeberg },
  { hosts: /^modelscope\.cn$/, name: "ModelScope", read: modelScope },
  { hosts: /^drive\.google\.com$/, name: "Google Drive", read: googleDrive },
  { hosts: /^dropbox\.com$/, name: "Dropbox", read: dropbox },
]

/**
 * The page that a URL is, by the paths of the sites that people copy from;
 * undefined for what may be a file. nix/lib/check-url.nix knows the first
 * three, for who has no inventory.
 */
export function pageOf(written: string): Page | undefined {
  if (!URL.canParse(written)) return undefined
  const url = new URL(written)
  const host = url.hostname.replace(/^(?:www|m)\./, "").replace(/\.$/, "")
  const site = sites.find(({ hosts }) => hosts.test(host))
  if (site === undefined) {
    const isHtml = /\.x?html?$/i.test(url.pathname)
    return isHtml ? { file: undefined, site: host } : undefined
  }
  const file = site.read(url)
  return file === "file" ? undefined : { file, site: site.name }
}

function huggingFace({ pathname }: URL) {
  const [, repository, action, rest] =
    /^\/(.+?)\/(blob|raw|resolve|tree)\/(.+?)\/*$/.exec(pathname) ?? []
  if (pathname.startsWith("/api/") || action === "resolve") return "file"
  if (action === undefined || action === "tree") return undefined
  // What raw gives of a large file is a pointer to it.
  return `https://huggingface.co/${repository}/resolve/${rest}`
}

function civitai({ pathname, searchParams }: URL) {
  if (/^\/api\/download\//i.test(pathname)) return "file"
  const asked = [...searchParams].find(
    ([name]) => name.toLowerCase() === "modelversionid",
  )
  const [, named] = /\/model-versions\/(\d+)/.exec(pathname) ?? []
  const version = named ?? /^\d+/.exec(asked?.[1] ?? "")?.[0]
  return version === undefined
    ? undefined
    : `https://civitai.com/api/download/models/${version}`
}

function gitHub({ pathname, searchParams }: URL) {
  const [, repository, action, rest] =
    /^\/([^/]+\/[^/]+)(?:\/([^/]+)(?:\/(.+?))?)?\/*$/.exec(pathname) ?? []
  if (action === "blob") {
    const raw = searchParams.get("raw")
    if (raw === "true" || raw === "1") return "file"
    return `https://github.com/${repository}/raw/${rest}`
  }
  if (action === "releases")
    return rest !== undefined && /(?:^|\/)download\//.test(rest)
      ? "file"
      : undefined
  const pages = ["commit", "commits", "discussions", "issues", "tree", "wiki"]
  return action === undefined || pages.includes(action) ? undefined : "file"
}

function gitLab({ pathname }: URL) {
  const [, before, action, rest] =
    /^(\/.+)\/-\/(blob|tree)\/(.+?)\/*$/.exec(pathname) ?? []
  if (action === undefined) return "file"
  return action === "blob"
    ? `https://gitlab.com${before}/-/raw/${rest}`
    : undefined
}

function codeberg({ pathname }: URL) {
  const [, before, rest] = /^(\/[^/]+\/[^/]+)\/src\/(.+)$/.exec(pathname) ?? []
  if (before === undefined) return "file"
  return `https://codeberg.org${before}/raw/${rest}`
}

function modelScope({ pathname }: URL) {
  const [, model, rest] =
    /^\/models\/([^/]+\/[^/]+)\/file\/view\/(.+)$/.exec(pathname) ?? []
  if (rest !== undefined)
    return `https://modelscope.cn/models/${model}/resolve/${rest}`
  return /\/resolve\/|^\/api\//.test(pathname) ? "file" : undefined
}

function googleDrive({ pathname, searchParams }: URL) {
  const [, id] = /^\/file\/d\/([^/]+)/.exec(pathname) ?? []
  const asked = id ?? searchParams.get("id")
  if (asked === null || asked === undefined) return undefined
  const place = "https://drive.usercontent.google.com/download"
  return `${place}?id=${asked}&export=download&confirm=t`
}

function dropbox(url: URL) {
  if (url.searchParams.get("dl") === "1") return "file"
  if (url.searchParams.get("raw") === "1") return "file"
  const file = new URL(url)
  file.protocol = "https:"
  file.searchParams.set("dl", "1")
  return file.href
}
