import Archive
import ArgumentParser
import DICOMNetwork
import Files
import FoundationEssentials
import RenderedVolumes
import SagittaCommands
import Server

/// `sagitta serve`: an archive, its viewer, and a node of the DICOM network.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract:
      "Serves folders of DICOM files: viewer page, DICOMweb, server-side MPR and 3-D, DICOM node.",
    discussion: """
      Examples:
        sagitta serve scans/
        sagitta serve scans/ --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem --token-file token
        sagitta serve --store received/ --dicom-listen 0.0.0.0:11112 --aet ARCHIVE --open-to-anyone
        sagitta serve scans/ --read-only --allow-origin https://viewer.example
        sagitta serve --upstream https://pacs.example/dicom-web --cache 8G
        sagitta serve --upstream dicom://ARCHIVE@pacs.example:104

      Folders are indexed where they lie and never changed; what is received goes to --store. The page is \
      at /, DICOMweb at /dicom-web, WADO-URI at /wado. With --upstream studies are asked for there, and \
      nothing is kept here but volumes in memory. Without --token-file or client certificates only \
      this machine can ask.
      """)

  @Argument(help: "Folders of DICOM files.")
  var folders: [String] = []

  @Option(help: "Where to listen for HTTP.")
  var listen = "127.0.0.1:8080"

  @Option(
    name: .customLong("dicom-listen"),
    help: """
      Where to listen for the DICOM network, or none; default: 127.0.0.1:11112, if nobody else does and \
      no token is asked for.
      """)
  var dicomListen: String?

  @Option(name: .customLong("aet"), help: "The node's AE title.")
  var title = "SAGITTA"

  @Option(
    help: "The folder for what is received, and for the index; default: sagitta-archive.")
  var store: String?

  @Option(
    help: "An archive to stand in front of (dicom://, http:// or @NAME), in the place of folders.")
  var upstream: String?

  @Option(help: "The file of named places.")
  var places: String?

  @Option(help: "The file of the index; default: index.sqlite in the store.")
  var index: String?

  @Option(help: "NAME=PLACE that C-MOVE may send to; may be repeated.")
  var peer: [String] = []

  @Option(name: .customLong("token-file"), help: "A file with the token that who asks has to show.")
  var tokenFile: String?

  @Option(name: .customLong("tls-cert"), help: "This side's certificate (PEM).")
  var certificate: String?

  @Option(name: .customLong("tls-key"), help: "The key (PEM) of the certificate.")
  var key: String?

  @Option(
    name: .customLong("tls-ca"),
    help: "Certificates (PEM) that vouch for clients, who need one then.")
  var authorities: String?

  @Flag(
    name: .customLong("sync"),
    help: "Wait for the disk before what arrives is acknowledged: it outlives a loss of power.")
  var awaitsDisk = false

  @Flag(name: .customLong("read-only"), help: "Take nothing.")
  var isReadOnly = false

  @Option(help: "The most memory for volumes, as 4G; default: a quarter of this machine's.")
  var cache: ByteSizeArgument?

  @Option(
    name: .customLong("allow-origin"), help: "An origin whose pages may ask, or *; may be repeated."
  )
  var allowedOrigins: [String] = []

  @Option(help: "Seconds between two looks for new files; 0 looks once.")
  var rescan = 60

  @Flag(
    name: .customLong("open-to-anyone"),
    help: "Listen elsewhere without token or client certificates.")
  var isOpen = false

  @Flag(name: .shortAndLong, help: "No notes on standard error.")
  var quiet = false

  @Flag(help: "Log every request, without names or numbers of patients.")
  var verbose = false

  func validate() throws {
    if (certificate == nil) != (key == nil) {
      throw ValidationError("--tls-cert and --tls-key belong together")
    }
    if authorities != nil, certificate == nil {
      throw ValidationError("--tls-ca belongs to --tls-cert and --tls-key")
    }
    if upstream != nil {
      guard folders.isEmpty, store == nil, index == nil, dicomListen ?? "none" == "none" else {
        throw ValidationError(
          "--upstream stands in the place of folders, --store, --index and --dicom-listen")
      }
    }
    guard (0...86_400).contains(rescan) else {
      throw ValidationError("--rescan needs 0 to 86400 seconds")
    }
  }

  func run() throws {
    ServerMemory.keepTogether()
    let service = try ArchiveService(self)
    try AwaitedWork.value { try await service.run() }
  }
}

/// A number of bytes: `4G`, `512M`.
struct ByteSizeArgument: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units = ["K": 10, "M": 20, "G": 30, "T": 40]
    let unit = argument.last.flatMap { units[$0.uppercased()] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0,
      number <= Int.max >> (unit ?? 0)
    else { return nil }
    bytes = number << (unit ?? 0)
  }
}
