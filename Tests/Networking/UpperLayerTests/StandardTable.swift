/// The table of states and events of PS3.8 9.2.3, taken from pynetdicom 3.0.4: an event a row, a state
/// a column, in each cell the action; nothing where the two do not meet.
enum StandardTable {
  static let text = """
     1  AE-1     -     -     -     -     -     -     -     -     -     -     -     -
     2     -     -     -  AE-2     -     -     -     -     -     -     -     -     -
     3     -  AA-1  AA-8     -  AE-3  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
     4     -  AA-1  AA-8     -  AE-4  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
     5  AE-5     -     -     -     -     -     -     -     -     -     -     -     -
     6     -  AE-6  AA-8     -  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-7
     7     -     -  AE-7     -     -     -     -     -     -     -     -     -     -
     8     -     -  AE-8     -     -     -     -     -     -     -     -     -     -
     9     -     -     -     -     -  DT-1     -  AR-7     -     -     -     -     -
    10     -  AA-1  AA-8     -  AA-8  DT-2  AR-6  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
    11     -     -     -     -     -  AR-1     -     -     -     -     -     -     -
    12     -  AA-1  AA-8     -  AA-8  AR-2  AR-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-6
    13     -  AA-1  AA-8     -  AA-8  AA-8  AR-3  AA-8  AA-8 AR-10  AR-3  AA-8  AA-6
    14     -     -     -     -     -     -     -  AR-4  AR-9     -     -  AR-4     -
    15     -     -  AA-1  AA-2  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1  AA-1     -
    16     -  AA-2  AA-3     -  AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-3  AA-2
    17     -  AA-5  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AA-4  AR-5
    18     -  AA-2     -     -     -     -     -     -     -     -     -     -  AA-2
    19     -  AA-1  AA-8     -  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-8  AA-7
    """

  /// The action of an event, by its number, in a state, by its number; nil where the two do not meet.
  static func action(event: Int, state: Int) -> String? {
    let cell = cells[event - 1][state]
    return cell == "-" ? nil : cell
  }

  /// Rows of cells; the first of each is the number of the event.
  static let cells = text.split(separator: "\n").map { row in
    row.split(separator: " ").map(String.init)
  }
}
