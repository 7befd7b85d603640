import SagittaEngine

/// Writes what is made of one volume where it is wanted: planes, projections or ray casts.
package struct ImageOutput<Images> {
  let images: Images
  let item: OutputRun.ImageItem
  let options: WritingOptions

  /// Prepares the files of one volume.
  ///
  /// - Parameters:
  ///   - images: What is made of it.
  ///   - item: The volume, and where its files go.
  ///   - options: How they are written.
  package init(_ images: Images, of item: OutputRun.ImageItem, options: WritingOptions) {
    self.images = images
    self.item = item
    self.options = options
  }

  var context: WorkContext { options.context }
  var stopwatch: Stopwatch { options.stopwatch }
}
