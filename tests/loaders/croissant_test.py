"""mlcroissant reads the rows of our files through a Croissant description of them."""
import hashlib
import importlib.metadata
import json

import mlcroissant
import pytest

VERSION = importlib.metadata.version("mlcroissant")
SC, CR, DCT = "https://schema.org/", "http://mlcommons.org/croissant/", "http://purl.org/dc/terms/"
CONTEXT = {"@language": "en", "@vocab": SC, "sc": SC, "cr": CR, "dct": DCT, "conformsTo": "dct:conformsTo",
           "column": "cr:column", "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "extract": "cr:extract",
           "field": "cr:field", "fileObject": "cr:fileObject", "recordSet": "cr:recordSet", "source": "cr:source"}
FORMATS = {".jsonl": "application/jsonlines", ".parquet": "application/x-parquet"}


def field(name, file):
    return {"@type": "cr:Field", "@id": f"default/{name}", "name": f"default/{name}", "dataType": "sc:Text",
            "source": {"fileObject": {"@id": file.name}, "extract": {"column": name}}}


def described(file, columns):
    """A description of one file, as version 1.0 has it, beside the file."""
    told = {"@type": "cr:FileObject", "@id": file.name, "name": file.name, "contentUrl": file.name,
            "encodingFormat": FORMATS[file.suffix], "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    rows = {"@type": "cr:RecordSet", "@id": "default", "name": "default", "field": [field(name, file) for name in columns]}
    path = file.with_name("croissant.json")
    path.write_text(json.dumps({
        "@context": CONTEXT, "@type": "sc:Dataset", "name": "pairs", "description": "Pairs of a test.",
        "conformsTo": "http://mlcommons.org/croissant/1.0", "license": "https://example.org/licence",
        "url": "https://example.org/pairs", "datePublished": "2026-01-01", "version": "1.0.0",
        "distribution": [told], "recordSet": [rows]}))
    return path


@pytest.mark.parametrize(("to", "file"), [("jsonl:alpaca", "train.jsonl"),
                                          ("parquet:alpaca", "data/train-00000-of-00001.parquet")])
def test_its_records_are_ours(export, tell, to, file):
    made = export("alpaca-52k", to, limit=3000)
    columns = ["instruction", "input", "output"]
    read = mlcroissant.Dataset(jsonld=str(described(made.folder / file, columns)))
    rows = [[row[f"default/{name}"].decode() for name in columns] for row in read.records("default")]
    assert len(rows) == len(made.pairs)
    for (instruction, more, output), pair in zip(rows, made.pairs):
        assert (("user", instruction + ("\n" + more if more else "")), ("assistant", output)) == pair.turns
    tell("Croissant", VERSION, to, "alpaca-52k, 3,000 rows", "mlcroissant records()", len(rows))
