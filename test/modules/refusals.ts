/** Services with these words → what is said of it. */
export const refusals: readonly (readonly [string, string, string])[] = [
  ["comfyui", "listen = [ ];", "services.comfyui.listen"],
  ["comfyui", 'options.tls-keyfile = "/k";', "options.tls-certfile"],
  ["comfyui", "options.offline = true;", "has no argument --offline"],
  ["comfyui", "options.async-offload = 2;", "version 0.3.64 takes"],
  ["comfyui", 'options.cache = "cache-lru";', "cache-lru needs a value"],
  [
    "comfyui",
    'options.models-directory = "/m"; models.vae.x = { format = "pt"; };',
    "options.models-directory",
  ],
  [
    "comfyui",
    'options.output-directory = "/srv/my out";',
    "output-directory: /srv/my out is not an absolute path",
  ],
  ["comfyui", 'options.temp-directory = "/tmp/x";', "its own /tmp"],
  [
    "comfyui",
    'options.database-url = "sqlite:////srv/a b.db";',
    "database-url: /srv/a b.db is not an",
  ],
]

/** What extra-options may not say, in every spelling that argparse takes. */
export const notFree: readonly (readonly [string, string, string])[] = [
  ...[
    '"--port" "9000"',
    '"--port 9000"',
    '"--port=9000"',
    '"--por=9000"',
    '"--future" "--po 9000"',
  ].map((words): readonly [string, string, string] => [
    "comfyui",
    `extra-options = [ ${words} ];`,
    "services.comfyui.port",
  ]),
  ["comfyui", 'extraArgs = [ "--port=9000" ];', "is services.comfyui.port."],
  [
    "comfyui",
    'options.extra-options = [ "--port 9" ];',
    "is services.comfyui.port.",
  ],
  [
    "comfyui",
    'extra-options = [ "--liste" ];',
    "--liste (--listen) is services.comfyui.listen.",
  ],
  [
    "comfyui",
    'extra-options = [ "--base-directory=/srv/x" ];',
    "--base-directory is services.comfyui.data-dir.",
  ],
  [
    "comfyui",
    'extra-options = [ "--tls-k /k" ];',
    "(--tls-keyfile) is services.comfyui.options.tls-keyfile.",
  ],
  [
    "comfyui",
    'extra-options = [ "--database-url=sqlite://" ];',
    "is services.comfyui.options.database-url.",
  ],
  [
    "comfyui",
    'extra-options = [ "--user-directory /u" ];',
    "is services.comfyui.options.user-directory.",
  ],
  ["comfyui", 'extra-options = [ "--quick-test-for-ci" ];', "prints and exits"],
  [
    "comfyui",
    'extra-options = [ "--novram" ];',
    "--novram is services.comfyui.options.video-ram, which is set.",
  ],
  [
    "comfyui",
    'options.preview-size = 8; extra-options = [ "--preview-s 16" ];',
    "is services.comfyui.options.preview-size, which is set.",
  ],
  [
    "stable-diffusion-webui",
    'settings = { samples_format = "png"; };',
    "services.stable-diffusion-webui.settings: they are changed through its",
  ],
  [
    "stable-diffusion-webui",
    'extra-options = [ "--port=9000" ];',
    "--port is services.stable-diffusion-webui.port.",
  ],
  [
    "stable-diffusion-webui",
    'extra-options = [ "--server-n 0.0.0.0" ];',
    "is services.stable-diffusion-webui.listen.",
  ],
  [
    "stable-diffusion-webui",
    'extra-options = [ "--listen" ];',
    "options.allow-external-requests.",
  ],
  [
    "stable-diffusion-webui",
    'options.extra-options = [ "--data-dir /x" ];',
    "is services.stable-diffusion-webui.data-dir.",
  ],
  [
    "stable-diffusion-webui",
    'options.video-ram = "low"; extra-options = [ "--medvram" ];',
    "options.video-ram, which is set.",
  ],
]
