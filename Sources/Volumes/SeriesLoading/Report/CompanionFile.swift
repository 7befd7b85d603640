/// Names of files that commonly lie beside images and describe them.
enum CompanionFile {
  /// What comes before the extension, in lower case.
  private static let stems: Set<Substring> = [
    "authors", "changelog", "changes", "checksums", "citation", "contributing", "copying",
    "copyright", "credits", "dataset_description", "expected", "index", "licence", "license",
    "manifest", "md5sums", "notice", "participants", "readme", "sha1sums", "sha256sums",
    "sha512sums", "truth",
  ]

  /// Extensions of documents and programs, in lower case.
  private static let extensions: Set<Substring> = ["md", "py", "sh", "sha256", "md5"]

  /// Whether a path ends in such a name: `LICENSE`, `README.txt`, `truth.json`, `notes.md`.
  static func isName(_ path: String) -> Bool {
    guard let name = path.lowercased().split(separator: "/").last else { return false }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isStem = parts.first.map { stems.contains($0.prefix { $0 != "-" && $0 != " " }) }
    return isStem == true || (parts.count > 1 && extensions.contains(parts[parts.count - 1]))
  }
}
