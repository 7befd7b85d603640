// Laws of the pure modules, run within the page; gives the list of what does not hold.
const failures = [];
const law = (name, holds, detail = "") => { if (!holds) failures.push(`${name} ${detail}`); };
const near = (a, b, tolerance = 1e-9) => a.length === b.length && a.every((part, n) => Math.abs(part - b[n]) <= tolerance);

const vectors = await import("/page/vectors.js");
const rotations = await import("/page/rotations.js");
const planes = await import("/page/planes.js");
const cameras = await import("/page/cameras.js");
const windows = await import("/page/windows.js");
const addresses = await import("/page/addresses.js");
const measures = await import("/page/measures.js");
const volumes = await import("/page/volumes.js");
const { readNpy } = await import("/page/npy.js");
const dicom = await import("/page/dicom-json.js");
const requests = await import("/page/requests.js");

let seed = 7;
const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647 - 0.5; };
const direction = () => vectors.unit([random(), random(), random()]);
const anyTurn = () => rotations.turnAbout(direction(), random() * 720);

// Rotations.
for (let n = 0; n < 200; n++) {
  const [a, b, v] = [anyTurn(), anyTurn(), direction()];
  law("turns compose", near(rotations.turned(v, rotations.after(a, b)), rotations.turned(rotations.turned(v, b), a), 1e-12));
  law("turns keep lengths", Math.abs(vectors.length(rotations.turned(v, a)) - 1) < 1e-12);
}
law("turns are right-handed", near(rotations.turned([1, 0, 0], rotations.turnAbout([0, 0, 1], 90)), [0, 1, 0], 1e-12));
law("the shortest turn arrives", near(rotations.turned([1, 0, 0], rotations.shortest([1, 0, 0], [0, 0.6, 0.8])), [0, 0.6, 0.8], 1e-12));

// Planes.
const still = rotations.noTurn;
const radiological = {
  axial: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], coronal: [[1, 0, 0], [0, 0, -1], [0, 1, 0]], sagittal: [[0, 1, 0], [0, 0, -1], [-1, 0, 0]],
};
for (const [name, [right, down, normal]] of Object.entries(radiological)) {
  const own = planes.basis(name, still);
  law(`${name} is radiological`, near(own.right, right) && near(own.down, down) && near(own.normal, normal));
  for (let n = 0; n < 300; n++) {
    const turn = anyTurn();
    const turned = planes.basis(name, turn);
    law(`${name} stays right-handed`, near(vectors.cross(turned.right, turned.down), turned.normal, 1e-9));
    law(`${name} keeps its sides`, vectors.dot(turned.right, right) > -1e-9 && vectors.dot(turned.down, down) > -1e-9, turn.join());
    const plane = vectors.dot(turned.normal, rotations.turned(normal, turn));
    law(`${name} lies where it was turned to`, Math.abs(Math.abs(plane) - 1) < 1e-9);
  }
}
const plane = planes.rectangle(planes.basis("coronal", anyTurn()), [10, -20, 30], 0.75, 512, 301);
const corner = planes.placeOf(plane, 0, 0);
law("pixel centres follow the formula", near(corner,
  vectors.moved([10, -20, 30], plane.right, -255.5 * 0.75, plane.down, -150 * 0.75), 1e-9));
for (let n = 0; n < 100; n++) {
  const [column, row] = [random() * 900, random() * 900];
  const back = planes.pixelOf(plane, planes.placeOf(plane, column, row));
  law("places and pixels are inverse", near([back.column, back.row, back.depth], [column, row, 0], 1e-9));
}
law("letters", planes.letters([1, 0, 0]) === "L" && planes.letters([0, -1, 0.3]) === "AH" && planes.letters([-0.01, 0, -1]) === "F");
const line = planes.crossing(planes.rectangle(planes.basis("axial", still), [0, 0, 0], 1, 10, 10), [-1, 0, 0]);
law("the sagittal plane crosses the axial one upright", Math.abs(line.x) < 1e-12 && Math.abs(Math.abs(line.y) - 1) < 1e-12);

// Cameras: forward, up, right of PS3.18's six orientations.
const cameraTruth = {
  anterior: [[0, 1, 0], [0, 0, 1], [1, 0, 0]], posterior: [[0, -1, 0], [0, 0, 1], [-1, 0, 0]],
  right: [[1, 0, 0], [0, 0, 1], [0, -1, 0]], left: [[-1, 0, 0], [0, 0, 1], [0, 1, 0]],
  head: [[0, 0, -1], [0, -1, 0], [-1, 0, 0]], feet: [[0, 0, 1], [0, -1, 0], [1, 0, 0]],
};
for (const [name, [away, up, right]] of Object.entries(cameraTruth)) {
  const own = cameras.cameraBasis(cameras.cameraNames[name]);
  law(`the camera ${name}`, near(own.away, away, 1e-12) && near(own.up, up, 1e-12) && near(own.right, right, 1e-12));
}
for (let n = 0; n < 100; n++) {
  const camera = cameras.orbited([random() * 720, random() * 180], random() * 90, random() * 90);
  const own = cameras.cameraBasis(camera);
  law("cameras stay right-handed", near(vectors.cross(own.away, own.up), own.right, 1e-12));
  const place = vectors.moved([1, 2, 3], own.right, 5, own.up, -7);
  const seen = cameras.onScreen(camera, [1, 2, 3], place);
  law("places are seen where they are", near([seen.x, seen.y], [5, 7], 1e-9));
}

// Windows.
const wider = windows.windowDragged({ center: 40, width: 400 }, 300, 0);
law("a drag to the right widens", wider.width > 400 && wider.center === 40);
law("a drag down darkens", windows.windowDragged({ center: 40, width: 400 }, 0, 30).center === 80);
law("windows stay open", windows.windowDragged({ center: 0, width: 1 }, -1e5, 0).width > 0);

// Addresses.
const usual = { layout: "four", at: [0, 0, 0], turn: still, marks: [], window: null, slab: 0, isInverted: false, camera: [0, 0] };
const mark = { kind: "distance", places: [[1, 2, 3], [4, 5, 6]], right: [1, 0, 0], down: [0, 1, 0], normal: [0, 0, 1] };
const state = { ...usual, at: [1.25, -2.5, 3], turn: rotations.turnAbout([0, 0, 1], 30), marks: [mark],
  window: { center: -600, width: 1500 }, slab: 12.5, isInverted: true, camera: [30, -20] };
const read = addresses.stateOf(addresses.queryOf(state, usual));
law("an address holds the state", near(read.at, state.at) && near(read.turn, state.turn, 1e-6) && read.slab === 12.5
  && read.isInverted === true && near(read.camera, state.camera) && read.window.center === -600 && read.window.width === 1500
  && near(read.marks[0].places[1], [4, 5, 6]) && near(read.marks[0].normal, [0, 0, 1]));
law("what is usual is left out", addresses.queryOf(usual, usual) === "");
for (const bad of ["at=1,2", "at=a,b,c", "at=Infinity,0,0", "window=1,-5", "window=1", "turn=1", "slab=-1", "slab=", "layout=x", "marks=distance:1,2,3",
  "marks=x:1,2,3", "camera=1", "preset=<b>", "phase=1e9", "marks=" + ";".repeat(1000), "overlay=%3Cscript%3E"])
  law("what makes no sense is left out", Object.keys(addresses.stateOf(bad)).length === 0, bad);

// Measurements.
law("an angle", Math.abs(measures.angle([[1, 0, 0], [0, 0, 0], [0, 0, 2]]) - 90) < 1e-12);
const round = { kind: "ellipse", places: [[-10, -5, 0], [10, 5, 0]], right: [1, 0, 0], down: [0, 1, 0], normal: [0, 0, 1] };
law("an area", Math.abs(measures.area(measures.ellipse(round)) - Math.PI * 50) < 1e-9);
const grid = measures.gridOver(round, 0.05, 1000);
const values = Float32Array.from({ length: grid.width * grid.height }, (_, n) => 3 + 2 * ((n % grid.width - (grid.width - 1) / 2) * grid.pixel));
const found = measures.statistics({ ...grid, values }, grid.pixel, measures.ellipse(round));
law("the mean of a ramp is its middle", Math.abs(found.mean - 3) < 1e-4, String(found.mean));
law("the deviation of a ramp over an ellipse", Math.abs(found.deviation - 2 * 10 / 2) < 0.02, String(found.deviation));
law("as many values as the area has", Math.abs(found.count * grid.pixel ** 2 / (Math.PI * 50) - 1) < 0.01);
law("marks lie on their own planes", measures.liesOn(mark, { center: [0, 0, 3], normal: [0, 0, 1] }, 5)
  && !measures.liesOn(mark, { center: [0, 0, 30], normal: [0, 0, 1] }, 5) && !measures.liesOn(mark, { center: [0, 0, 3], normal: [0, 1, 0] }, 50));

// Arrays.
function npy(header, bytes) {
  const text = header + " ".repeat(117 - header.length) + "\n";
  const buffer = new Uint8Array(10 + text.length + bytes.byteLength);
  buffer.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  buffer.set(new TextEncoder().encode(text), 10);
  buffer.set(new Uint8Array(bytes.buffer), 10 + text.length);
  return buffer.buffer;
}
const array = readNpy(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Float32Array.of(1, 2, 3, 4, 5, NaN)));
law("arrays are read", array.width === 3 && array.height === 2 && array.values[4] === 5 && Number.isNaN(array.values[5]));
for (const bad of ["{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
  "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3000), }", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }"]) {
  let problem = null;
  try { readNpy(npy(bad, Float32Array.of(1, 2, 3, 4, 5, 6))); } catch (error) { problem = error; }
  law("bad arrays are refused", problem !== null, bad);
}

// Volumes.
const report = { volumes: [{ id: 1, dimensions: [4, 4, 2], affine: [2, 0, 0, -3, 0, 2, 0, -3, 0, 0, 5, 10, 0, 0, 0, 1] },
  { id: 2, dimensions: [10, 10, 4], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 20 / 3, 100, 0, 0, 0, 1], slicePositions: [0, 5, 10, 20],
    findings: [{ code: "missing-slices" }] }] };
const irregular = volumes.chosenVolume(report);
law("the largest volume is shown", irregular.id === 2 && volumes.chosenVolume(report, 1).id === 1 && volumes.chosenVolume({}) === null);
law("slices keep their places", near(volumes.placeOfVoxel(irregular, [1, 2, 3]), [1, 2, 120]));
law("gaps are where slices miss", irregular.gaps.length === 1 && irregular.gaps[0].from === 110 && irregular.gaps[0].to === 120);
law("the wheel stops at slices", near(volumes.stops(irregular, [0, 0, 1]).depths, [100, 105, 110, 120]));
law("against the slices too", near(volumes.stops(irregular, [0, 0, -1]).depths, [-120, -110, -105, -100]));

const tilted = volumes.chosenVolume({ volumes: [{ id: 1, dimensions: [10, 10, 4],
  affine: [1, 0, 0, 0, 0, 0.8, 0, 0, 0, 0.6, 5, 0, 0, 0, 0, 1] }] });
law("patient planes cross tilted slices", !volumes.stops(tilted, [0, 0, 1]).isAligned
  && volumes.stops(tilted, vectors.unit([0, -0.6, 0.8])).depths.length === 4);

// Loaders: answers come in any order, and only the newest wish is shown.
const { Loader } = await import("/page/loaders.js");
const pixel = await new Promise((resolve) => { Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).toBlob(resolve); });
const usualFetch = window.fetch;
const flights = [];
const tick = () => new Promise((resolve) => { setTimeout(resolve, 5); });
window.fetch = (path, { signal }) => new Promise((resolve, reject) => {
  const headers = path.includes("coarse") ? { "Sagitta-Preliminary": "40/600", "Sagitta-Window": "40,400,linear" } : {};
  signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  flights.push({ path, signal, land: async () => { resolve(new Response(pixel, { headers })); await tick(); await tick(); } });
});
const seen = [];
const order = ["one", "two", "three", "four"];
const loader = new Loader((picture) => seen.push(picture), () => {});
const wish = (key, series = "a") => ({ key, series, request: (isFull) => ({ path: `/${key}-${isFull ? "full" : "coarse"}`, accept: "", geometry: {} }) });
loader.want(wish("one"), false);
await flights[0].land();
law("first it is coarse", flights[0].path === "/one-coarse" && !loader.isSettled && seen[0].preliminary === "40/600");
law("the server's window is heard", seen[0].window.center === 40 && seen[0].window.width === 400);
law("then it is full", flights[1].path === "/one-full");
loader.want(wish("two"), true);
law("a full picture that nobody wants ends", flights[1].signal.aborted);
await tick();
loader.want(wish("three"), true);
law("a coarse one of a movement goes on", !flights[2].signal.aborted && flights.length === 3);
await flights[2].land();
law("one request at a time, the newest wish next", flights.length === 4 && flights[3].path === "/three-coarse");
loader.want(wish("four", "b"), true);
law("another series ends it", flights[3].signal.aborted);
await tick();
await flights[4].land();
loader.want(wish("four", "b"), false);
await tick();
await flights.at(-1).land();
law("what is shown last is the last wish in full", loader.isSettled && seen.at(-1).key === "four" && seen.at(-1).isFull);
const shown = seen.map(({ key }) => key);
law("nothing stale was shown", shown.join() === [...shown].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join()
  && !shown.includes("three"), shown.join());
loader.stop();
window.fetch = usualFetch;

// DICOM JSON and paths.
const item = { "00100010": { vr: "PN", Value: [{ Alphabetic: "Doe^Jane^^Dr" }] }, "00080020": { vr: "DA", Value: ["20200131"] }, "00080061": { vr: "CS" } };
law("names and dates", dicom.personName(item, "00100010") === "Doe, Jane Dr" && dicom.date(item, "00080020") === "2020-01-31" && dicom.values(item, "00080061").length === 0);
law("searches", requests.studiesPath({ name: "a&b", from: "2020-01-02", limit: 5, offset: 0 })
  === "/dicom-web/studies?PatientName=*a%26b*&StudyDate=20200102-&includefield=00080061,00081030&limit=5&offset=0");
return failures;
