/// Mutations of streams of protocol data units: of units, and of items in them.
enum UnitMutation {
  /// The bytes that stand before the units of an input.
  private static let prefix = 2

  /// Drops, repeats or swaps units, or changes items of one, whose lengths are made to fit again.
  static func mutated(_ input: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    guard input.count > prefix, var units = pieces(input[prefix...], lengthBytes: 4) else {
      return nil
    }
    if random.below(3) == 0 {
      change(&units, random: &random)
    } else {
      let place = random.below(units.count)
      units[place] = withOtherItems(units[place], random: &random)
    }
    return Array(input.prefix(prefix)) + units.joined()
  }

  /// Takes bytes apart into what begins with a type, a byte and a length; nil if they are not that.
  private static func pieces(_ bytes: ArraySlice<UInt8>, lengthBytes: Int) -> [[UInt8]]? {
    var pieces: [[UInt8]] = []
    var rest = bytes
    let header = 2 + lengthBytes
    while !rest.isEmpty {
      guard rest.count >= header else { return nil }
      let length = rest.dropFirst(2).prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
      guard length <= rest.count - header else { return nil }
      pieces.append(Array(rest.prefix(header + length)))
      rest = rest.dropFirst(header + length)
    }
    return pieces.isEmpty ? nil : pieces
  }

  private static func change(_ pieces: inout [[UInt8]], random: inout FuzzRandom) {
    let place = random.below(pieces.count)
    switch random.below(4) {
    case 0: pieces.remove(at: place)
    case 1: pieces.insert(random.one(of: pieces), at: place)
    case 2: pieces.swapAt(place, random.below(pieces.count))
    default:
      pieces[place][0] = UInt8(random.one(of: [1, 2, 3, 4, 5, 6, 7, 0x20, 0x21, 0x50, 0x77]))
    }
  }

  /// The items of requests and acceptances begin behind 68 bytes.
  private static func withOtherItems(_ unit: [UInt8], random: inout FuzzRandom) -> [UInt8] {
    let fixed = 6 + 68
    guard unit.count > fixed, unit[0] <= 2, var items = pieces(unit[fixed...], lengthBytes: 2)
    else {
      return withOtherByte(unit, from: 6, random: &random)
    }
    let place = random.below(items.count)
    let before = items[place].starts(with: [0x50]) ? 4 : 8
    if random.below(2) == 0, items[place].count > before,
      var inner = pieces(items[place][before...], lengthBytes: 2)
    {
      change(&inner, random: &random)
      items[place] = withLength(Array(items[place].prefix(before)) + inner.joined(), lengthBytes: 2)
    } else if random.below(2) == 0 {
      change(&items, random: &random)
    } else {
      items[place] = withOtherByte(items[place], from: 4, random: &random)
    }
    return withLength(Array(unit.prefix(fixed)) + items.joined(), lengthBytes: 4)
  }

  private static func withOtherByte(
    _ bytes: [UInt8], from first: Int, random: inout FuzzRandom
  ) -> [UInt8] {
    guard bytes.count > first else { return bytes }
    var changed = bytes
    changed[first + random.below(bytes.count - first)] = UInt8(random.below(256))
    return changed
  }

  private static func withLength(_ bytes: [UInt8], lengthBytes: Int) -> [UInt8] {
    var changed = bytes
    let length = changed.count - 2 - lengthBytes
    for n in 0..<lengthBytes {
      changed[2 + n] = UInt8(truncatingIfNeeded: length >> (8 * (lengthBytes - 1 - n)))
    }
    return changed
  }
}
