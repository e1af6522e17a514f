//! Time per evaluation and per lint, and a batch of spans against ten rules.

use std::hint::black_box;

use console_rules::betrace::{self, MapSpan};
use console_rules::ognl::{Program, SpanContext, ValueRef};
use console_rules::{Language, Schema, ognl::MapContext};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const RULES: [&str; 10] = [
    "durationMillis > 1000 && isError",
    r#"serviceName == "payments" && durationMillis > 500"#,
    r#"["http.status_code"] >= 500"#,
    r#"status == "ERROR" && spanKind == "SERVER""#,
    r#"operationName.startsWith("GET /api") && durationMillis > 250"#,
    r#"amount != null && amount > 500"#,
    r#"spanKind in {"SERVER", "CONSUMER"} && isError"#,
    r#"["resource.deployment"] == "blue" and durationMillis gte 2000"#,
    r#"retryCount > 2 || ["http.status_code"] == 429"#,
    r#"tenantId != "acme" && !isError && durationMillis / 1000 > 5"#,
];

/// A span as an engine keeps it: a few fields, and attributes sorted by name.
struct Span {
    service: &'static str,
    operation: &'static str,
    duration: i64,
    error: bool,
    attributes: Vec<(&'static str, Attribute)>,
}

enum Attribute {
    Int(i64),
    Double(f64),
    Text(&'static str),
}

impl SpanContext for Span {
    fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        Some(match name {
            "serviceName" => ValueRef::Str(self.service),
            "operationName" => ValueRef::Str(self.operation),
            "durationMillis" => ValueRef::Int(self.duration),
            "isError" => ValueRef::Bool(self.error),
            "spanKind" => ValueRef::Str("SERVER"),
            "status" => ValueRef::Str(if self.error { "ERROR" } else { "OK" }),
            "tenantId" => ValueRef::Str("acme"),
            _ => {
                let at = self.attributes.binary_search_by(|(key, _)| (*key).cmp(name)).ok()?;
                match &self.attributes[at].1 {
                    Attribute::Int(value) => ValueRef::Int(*value),
                    Attribute::Double(value) => ValueRef::Double(*value),
                    Attribute::Text(text) => ValueRef::Str(text),
                }
            }
        })
    }

    fn names(&self, found: &mut dyn FnMut(&str)) {
        for (name, _) in &self.attributes {
            found(name);
        }
    }
}

fn span(at: i64) -> Span {
    Span {
        service: ["payments", "cart", "api-gateway"][at as usize % 3],
        operation: ["GET /api/users", "charge", "db.query"][at as usize % 3],
        duration: at * 37 % 6000,
        error: at % 7 == 0,
        attributes: vec![
            ("amount", Attribute::Double(at as f64 * 1.5)),
            ("currency", Attribute::Text("EUR")),
            ("db.system", Attribute::Text("postgresql")),
            ("http.method", Attribute::Text("GET")),
            ("http.route", Attribute::Text("/api/users/{id}")),
            ("http.status_code", Attribute::Int(200 + at % 400)),
            ("resource.deployment", Attribute::Text("blue")),
            ("resource.service.version", Attribute::Text("1.4.2")),
            ("retryCount", Attribute::Int(at % 4)),
            ("user.id", Attribute::Text("u-1234567")),
        ],
    }
}

fn ognl(c: &mut Criterion) {
    let typical = r#"serviceName == "payments" && durationMillis > 500 && ["http.status_code"] >= 500"#;
    let program = Program::compile(typical).expect("a rule");
    let span_in_doubt = Span { duration: 900, ..span(300) };
    c.bench_function("ognl/typical rule, one span", |b| {
        b.iter(|| black_box(&program).fires(black_box(&span_in_doubt)))
    });
    c.bench_function("ognl/compile", |b| b.iter(|| Program::compile(black_box(typical))));

    let programs: Vec<Program> = RULES.iter().map(|text| Program::compile(text).expect("a rule")).collect();
    let spans: Vec<Span> = (0..10_000).map(span).collect();
    let mut group = c.benchmark_group("ognl/batch");
    group.throughput(Throughput::Elements(spans.len() as u64 * programs.len() as u64));
    group.bench_function("10,000 spans x 10 rules", |b| {
        b.iter(|| {
            let mut matching = Vec::new();
            let mut total = 0;
            for program in &programs {
                matching.clear();
                program.matching(&spans, &mut matching);
                total += matching.len();
            }
            total
        });
    });
    group.finish();
}

fn betrace(c: &mut Criterion) {
    let text =
        r#"when { charge.where(amount > 500 and currency in [USD, EUR]) } always { fraud_check.where(ok) }"#;
    let program = betrace::Program::compile(text).expect("a rule");
    let attrs = |amount: &str| {
        [("amount", amount), ("currency", "EUR"), ("ok", "true")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into()
    };
    let spans: Vec<MapSpan> = (0..20)
        .map(|at| MapSpan {
            name: if at % 5 == 0 { "charge" } else { "db" }.into(),
            attrs: attrs(&(at * 60).to_string()),
        })
        .collect();
    c.bench_function("betrace/trace of 20 spans", |b| b.iter(|| program.evaluate(black_box(&spans))));
}

fn lint(c: &mut Criterion) {
    let mut schema = Schema::default();
    for at in 0..200 {
        let json =
            format!(r#"{{"serviceName":"s{}","operationName":"o{}","k{}":{at}}}"#, at % 10, at % 30, at % 60);
        let span: MapContext = serde_json::from_str(&json).expect("a span");
        schema.observe(&span);
    }
    let ognl = RULES.join(" || ").repeat(4);
    let ognl =
        ognl.get(..1990).and_then(|text| text.rfind(" || ").map(|at| text[..at].to_owned())).expect("long");
    let test = "charge.where(amount > 500 and currency in [USD, EUR] and \"http.status_code\" != 200)";
    let betrace = format!("when {{ {} }} never {{ b }}", vec![test; 21].join(" or "));
    for (language, text) in [(Language::Ognl, &ognl), (Language::Betrace, &betrace)] {
        assert!((1_800..2_100).contains(&text.len()), "{}", text.len());
        c.bench_function(&format!("lint/{language}, 2,000 characters"), |b| {
            b.iter(|| language.lint(black_box(text), Some(&schema)));
        });
    }
}

criterion_group!(benches, ognl, betrace, lint);
criterion_main!(benches);
