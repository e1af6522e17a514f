"""Exports one small trace with the OpenTelemetry SDK, as any service would, and prints its trace id.

Usage: export.py ENDPOINT     (base URL of an OTLP/HTTP receiver)
"""

import sys

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

exporter = OTLPSpanExporter(endpoint=f"{sys.argv[1]}/v1/traces", compression=Compression.Gzip, timeout=5)
provider = TracerProvider(resource=Resource.create({"service.name": "till", "deployment.environment": "test"}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("fluo-console-tests")

with tracer.start_as_current_span("POST /pay", kind=SpanKind.SERVER) as request:
    with tracer.start_as_current_span("payment.charge_card") as charge:
        charge.set_attribute("amount", 512.5)
        charge.set_attribute("currency", "EUR")
        charge.set_attribute("tags", ["first", "second"])
        charge.add_event("declined", {"reason": "limit"})
        charge.set_status(Status(StatusCode.ERROR, "card declined"))
    print(f"{request.get_span_context().trace_id:032x}")

provider.shutdown()
