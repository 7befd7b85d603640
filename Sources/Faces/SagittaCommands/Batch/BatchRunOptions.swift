import ArgumentParser
import Batches
import RemotePlaces
import SagittaEngine

/// How a batch is run.
struct BatchRunOptions: ParsableArguments {
  @Option(help: "Items at a time; default: the cores this process may use. Each has one thread.")
  var workers: CountArgument?

  @Option(help: ArgumentHelp("Do one of n parts, i from 0; all parts share DIR.", valueName: "i/n"))
  var shard: String?

  @Flag(help: "Go on with a batch: what is done, or cannot be, stays.")
  var resume = false

  @Flag(help: "As --resume, and try again what could not be done.")
  var retryFailed = false

  @Flag(help: "Only say what there is to do, and what it may take.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("The most seconds for an item; default: any number.", valueName: "seconds"))
  var itemTimeout: PositiveNumberArgument?

  @Option(help: "How often an item is tried again that failed for a passing reason.")
  var retries = 2

  @Option(
    help: ArgumentHelp(
      "Send results that are DICOM to a place, rather than keep them in DIR; the rest stays.",
      valueName: "place"))
  var sendTo: String?

  @Flag(help: "Let index.html tell messages as well, which hold names of files.")
  var showIdentity = false

  func validate() throws {
    if let sendTo, !RemotePlaces.isPlace(sendTo) {
      throw ValidationError("--send-to \(sendTo): name a place, as dicom://AET@host:port")
    }
    guard (0...100).contains(retries) else { throw ValidationError("--retries is 0 to 100") }
    if let shard {
      do throws(BatchError) {
        _ = try Shard(shard)
      } catch {
        throw ValidationError("--shard \(error.description)")
      }
    }
  }

  /// The same for a run.
  func options(output: String, common: CommonOptions) throws -> BatchOptions {
    var options = BatchOptions(folder: output, memory: common.memoryLimit)
    options.workers = workers?.value ?? WorkContext.availableCores
    options.threads = common.threads?.value ?? 1
    if let shard { options.shard = try Shard(shard) }
    options.isResumed = resume
    options.retriesFailed = retryFailed
    options.itemTimeout = itemTimeout?.value
    options.retries = retries
    return options
  }
}
