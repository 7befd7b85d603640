import Foundation
import SagittaCommands

exit(Program.main(Program.arguments))
