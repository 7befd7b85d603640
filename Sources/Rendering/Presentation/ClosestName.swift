/// The name closest to a word that is none, or nil if none is close.
package func closestName(to word: String, among names: [String]) -> String? {
  let wanted = word.lowercased()
  let distances = names.map { ($0, editDistance(wanted, $0)) }
  guard let closest = distances.min(by: { $0.1 < $1.1 }) else { return nil }
  // A third of the letters may be wrong: beyond that the guess is noise.
  return closest.1 <= max(1, closest.0.count / 3) ? closest.0 : nil
}

/// The number of inserted, deleted, replaced and swapped neighbouring letters that turns `a`
/// into `b` (optimal string alignment).
func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  // rows[m][n] is the distance of the first m letters of a and the first n of b.
  var rows = [Array(0...b.count)]
  for m in a.indices {
    var row = [m + 1]
    for n in b.indices {
      let replaced = rows[m][n] + (a[m] == b[n] ? 0 : 1)
      var distance = min(replaced, rows[m][n + 1] + 1, row[n] + 1)
      if m > 0, n > 0, a[m] == b[n - 1], a[m - 1] == b[n] {
        distance = min(distance, rows[m - 1][n - 1] + 1)
      }
      row.append(distance)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
