import WebServices

/// What was chosen among what can be had.
struct MediaChoice {
  /// What goes out.
  let offer: MediaType
  /// What was wished.
  let wish: MediaType
}
