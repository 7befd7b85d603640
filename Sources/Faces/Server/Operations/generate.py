#!/usr/bin/env python3
"""Writes OpenAPI.swift: the description of the service for programs (OpenAPI 3.0)."""
import json
uid={"type":"string","pattern":"^[0-9]+(\\.[0-9]+)*$","maxLength":64}
def p(n,s=uid): return {"name":n,"in":"path","required":True,"schema":s}
frames={"type":"string","pattern":"^[1-9][0-9]{0,5}(,[1-9][0-9]{0,5})*$"}
err={"description":"refused","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}
def ok(*types): return {"description":"found","content":{t:{} for t in types}}
ref={"$ref":"#/components/responses/Refused"}
errors={c:ref for c in ["400","401","404","406","409","413","416","422","500","501","502","503","504"]}
def get(summary,params,oks,query=()):
    r={"200":oks}; r.update(errors); r["304"]={"description":"known already"}; r["206"]={"description":"a part"}
    return {"get":{"summary":summary,"parameters":params+[{"name":n,"in":"query","required":False,"schema":s} for n,s in query],"responses":r}}
J="application/dicom+json"; X="multipart/related"
q=[("limit",{"type":"integer","minimum":0}),("offset",{"type":"integer","minimum":0}),("includefield",{"type":"string"}),("fuzzymatching",{"type":"boolean"}),
   ("StudyDate",{"type":"string"}),("PatientName",{"type":"string"}),("PatientID",{"type":"string"}),("ModalitiesInStudy",{"type":"string"})]
B="/dicom-web"
paths={}
st,se,ins=[p("study")],[p("study"),p("series")],[p("study"),p("series"),p("instance")]
fr=ins+[p("frames",frames)]
def search(path,params):
    g=get("Search",params,ok(J,X),q); g["get"]["responses"]["204"]={"description":"nothing matches"}; paths[B+path]=g
search("/studies",[]);search("/series",[]);search("/instances",[])
search("/studies/{study}/series",st);search("/studies/{study}/instances",st);search("/studies/{study}/series/{series}/instances",se)
levels=[("/studies/{study}",st),("/studies/{study}/series/{series}",se),("/studies/{study}/series/{series}/instances/{instance}",ins)]
pic=[("viewport",{"type":"string"}),("window",{"type":"string"}),("quality",{"type":"integer","minimum":1,"maximum":100}),("annotation",{"type":"string"})]
vol=pic+[("renderingmethod",{"type":"string"}),("orientation",{"type":"string"}),("viewpointposition",{"type":"string"}),("viewpointlookat",{"type":"string"}),("viewpointup",{"type":"string"}),("mprslab",{"type":"number"}),("pixel",{"type":"number"}),("center",{"type":"string"}),("right",{"type":"string"}),("down",{"type":"string"}),("preset",{"type":"string"}),("interpolation",{"type":"string"}),("classification",{"type":"string"}),("overlay",{"type":"string"}),("overlayopacity",{"type":"number"}),("labelsonly",{"type":"boolean"}),("occlusion",{"type":"number"}),("phase",{"type":"integer"})]
img=("image/jpeg","image/png","image/gif")
made=img+("image/apng","video/mp4","application/x-npy","application/dicom",J,"application/json",X)
for path,pr in levels:
    paths[B+path]=get("Retrieve",pr,ok(X,"application/dicom","application/zip"))
    paths[B+path+"/metadata"]=get("Attributes",pr,ok(J,X))
    paths[B+path+"/bulkdata"]=get("Long values",pr,ok(X))
for path,pr in levels+[(levels[2][0]+"/frames/{frames}",fr)]:
    paths[B+path+"/rendered"]=get("Pictures",pr,ok(*img,X),pic)
    paths[B+path+"/thumbnail"]=get("One small picture",pr,ok(*img),[("viewport",{"type":"string"})])
    paths[B+path+"/renderedmpr"]=get("A plane through the volume",pr,ok(*made),vol)
    paths[B+path+"/rendered3d"]=get("The volume seen from somewhere",pr,ok(*made),vol)
paths[B+levels[2][0]+"/frames/{frames}"]=get("Frames",fr,ok(X,"application/octet-stream"))
paths[B+levels[2][0]+"/bulkdata/{tag}"]=get("A long value",ins+[p("tag",{"type":"string","pattern":"^[0-9A-F]{8}$"})],ok(X,"application/octet-stream"))
paths[B+levels[1][0]+"/info"]=get("What is known of the volumes",se,ok("application/json"))
post={"summary":"Store","requestBody":{"required":True,"content":{"multipart/related":{"schema":{"type":"string","format":"binary"}},"application/dicom":{"schema":{"type":"string","format":"binary"}}}},
 "responses":{**{c:{"description":d,"content":{J:{}}} for c,d in [("200","all stored"),("202","some stored"),("409","none stored")]},**{c:ref for c in ["400","401","403","404","406","413","415","422","500","501","502","503","504"]}}}
paths[B+"/studies"]["post"]=post
paths[B+"/studies/{study}"]["post"]={**post,"parameters":st}
paths["/wado"]=get("WADO-URI",[],ok(*img,"application/dicom"),[("requestType",{"type":"string"}),("studyUID",{"type":"string"}),("seriesUID",{"type":"string"}),("objectUID",{"type":"string"})])
for n in ["/health","/ready"]: 
    paths[n]=get("State",[],ok("application/json"))
paths["/metrics"]=get("Counts",[],ok("text/plain"))
doc={"openapi":"3.0.3","info":{"title":"sagitta serve","version":"0.1.0","description":"DICOMweb over an archive, with rendered volumes"},
"paths":paths,"components":{"responses":{"Refused":err},"schemas":{"Error":{"type":"object","required":["error"],"properties":{"error":{"type":"object","required":["code","message"],"properties":{"code":{"type":"string"},"message":{"type":"string"}}}}}},"securitySchemes":{"token":{"type":"http","scheme":"bearer"}}},"security":[{},{"token":[]}]}
text = json.dumps(doc, separators=(",", ":")).replace('"/', '\n"/')
with open("OpenAPI.swift", "w", encoding="utf-8") as file:
    file.write("""// Generated by generate.py.

/// The description of the service for programs (OpenAPI 3.0).
enum OpenAPI {
  /// As JSON.
  static let text: [UInt8] = Array(document.utf8)

  private static let document = #\"\"\"
""")
    for line in text.splitlines():
        file.write(("    " + line).rstrip() + "\n")
    file.write('    """#\n}\n')
