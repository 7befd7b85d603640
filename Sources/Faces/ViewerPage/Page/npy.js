// Arrays as NumPy writes them, version 1 to 3: float32, little endian, C order.

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/// The plane of a `.npy` file: { width, height, values }; an Error says what is wrong with it.
export function readNpy(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 12 || magic.some((byte, n) => bytes[n] !== byte)) throw new Error("no .npy file");
  const view = new DataView(buffer);
  const isShort = bytes[6] === 1;
  const start = isShort ? 10 : 12;
  const end = start + (isShort ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw new Error("the .npy file ends in its header");
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, end));
  const shape = shapeOf(header);
  const values = new Float32Array(buffer.slice(end, end + 4 * shape.width * shape.height));
  if (values.length !== shape.width * shape.height) throw new Error("the .npy file is cut short");
  return { ...shape, values };
}

function shapeOf(header) {
  if (!/'descr':\s*'<f4'/.test(header)) throw new Error("the .npy file has no float32 values");
  if (!/'fortran_order':\s*False/.test(header)) throw new Error("the .npy file is in Fortran order");
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1].split(",").map((part) => part.trim()).filter(Boolean);
  const sizes = (shape ?? []).map(Number);
  if (sizes.length < 2 || !sizes.every((size) => Number.isInteger(size) && size >= 0)
    || sizes.slice(0, -2).some((size) => size !== 1)) throw new Error("the .npy file is no plane");
  const [height, width] = sizes.slice(-2);
  return { width, height };
}
