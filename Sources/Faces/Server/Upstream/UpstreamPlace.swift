public import DICOMNetwork
public import DICOMWebClient

/// An archive elsewhere, in front of which a server stands.
public enum UpstreamPlace: Sendable {
  /// A service of DICOMweb: its address without a slash at its end, and how it is talked to.
  case web(String, WebOptions)
  /// A node of a DICOM network, and how it is talked to.
  case node(NetworkPeer, NetworkOptions)
}
