import Foundation
import SagittaCommands

exit(Program.main(Array(CommandLine.arguments.dropFirst())))
