type Place = readonly [url: string, taken: boolean, requirement?: string]

/** Addresses of wheels where the index's files are PyPI's, and IPv6's own. */
export const asked: readonly Place[] = [
  ["https://files.pythonhosted.org/packages/gguf-1.whl", true],
  ["HTTPS://Files.PythonHosted.org/packages/gguf-1.whl", true],
  ["https://files.pythonhosted.org:443/gguf-1.whl", true],
  ["https://[::1]:3141/gguf-1.whl", true],
  ["https://evil.example/gguf-1.whl", false],
  ["https://pypi.org/gguf-1.whl", false],
  ["https://files.pythonhosted.org.evil.example/gguf-1.whl", false],
  ["https://evil-files.pythonhosted.org/gguf-1.whl", false],
  ["https://files.pythonhosted.org@evil.example/gguf-1.whl", false],
  ["https://files.pythonhosted.org:x@evil.example/gguf-1.whl", false],
  ["https://evil.example/files.pythonhosted.org/gguf-1.whl", false],
  ["https://evil.example\\.files.pythonhosted.org/gguf-1.whl", false],
  ["https://evil.example#.files.pythonhosted.org/gguf-1.whl", false],
  ["https://evil.example?.files.pythonhosted.org/gguf-1.whl", false],
  ["ftp://files.pythonhosted.org/gguf-1.whl", false],
  ["file:///files.pythonhosted.org/gguf-1.whl", false],
  ["//files.pythonhosted.org/gguf-1.whl", false],
  ["https://$(reboot)/gguf-1.whl", false],
  ["", false],
  // The node's own requirement says where.
  [
    "https://github.com/ada/gguf/releases/download/1/gguf-1-py3-none-any.whl",
    true,
    "gguf @ https://github.com/ada/gguf/releases/download/1/" +
      "gguf-1-py3-none-any.whl#sha256=ab ; python_version > '3'",
  ],
  [
    "https://github.com/eve/gguf/releases/download/1/gguf-1-py3-none-any.whl",
    false,
    "gguf @ https://github.com/ada/gguf/releases/download/1/" +
      "gguf-1-py3-none-any.whl",
  ],
]
