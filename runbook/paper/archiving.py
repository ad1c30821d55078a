"""Makes a finished PDF one for archives as well: PDF/A-2a (ISO 19005-2) beside PDF/UA-1, which the engine writes.

The engine writes one or the other. What PDF/A asks for besides is little: what the colours mean, that links are printed
with their page, and that the document says so, with the meaning of every property it uses. Paper stays the same.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_END = b"</rdf:RDF>"
# ISO 19005-2, 6.6.2.3: a property that is none of XMP itself is described, such as that of PDF/UA.
_SAYS_SO = b"""\
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the document follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_COLOURS = "sRGB IEC61966-2.1"
_IS_PRINTED = 4  # the flag of an annotation, ISO 32000-1, table 165


def archived(pdf: bytes) -> bytes:
    """The same pages as PDF/A-2a; the same PDF gives the same bytes. It is one that the engine has just written."""
    import pikepdf  # noqa: PLC0415  heavy for the start of the command line
    from pikepdf import Array, Dictionary, Name, String  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(pdf)) as document:
        colours: Any = pikepdf.Stream(document, _profile())
        colours.N = 3
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=colours)
        intent.OutputConditionIdentifier = intent.Info = String(_COLOURS)
        document.Root.OutputIntents = Array([intent])
        for page in document.pages:
            for annotation in page.obj.get("/Annots", ()):
                annotation.F = _IS_PRINTED
        said = document.Root.Metadata.read_bytes()
        document.Root.Metadata.write(said.replace(_END, _SAYS_SO + _END))
        written = io.BytesIO()
        document.save(
            written,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return written.getvalue()


@cache
def _profile() -> bytes:
    """What red, green and blue are: the profile that the engine ships for its own PDF/A."""
    engine = find_spec("weasyprint")
    if engine is None or engine.origin is None:
        raise ModuleNotFoundError(name="weasyprint")
    return (Path(engine.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
