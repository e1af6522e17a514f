//! Charts over time in every state, and the small ones.

use yew::prelude::*;

use super::{Section, specimen};
use crate::charts::{
    Answer, ChartProps, Data, Kind, Level, Series, Share, Threshold, Unit, bar_list, donut, gauge,
    heat_strip, meter, sparkline, stacked_bar,
};
use crate::parts;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "charts", title: "Charts", draw: charts },
    Section { id: "chart-group", title: "Charts of a group", draw: group },
    Section { id: "chart-states", title: "Chart states", draw: states },
    Section { id: "chart-large", title: "Large chart", draw: large },
    Section { id: "small-charts", title: "Small charts", draw: small },
];

/// 2026-11-20 12:00 UTC.
const START: f64 = 1_795_176_000_000.0;
const MINUTE: f64 = 60_000.0;

/// A wave with a little noise, the same on each day.
fn wave(at: usize, base: f64, swing: f64, pace: f64) -> f64 {
    let noise = (at.wrapping_mul(7_919) % 97) as f64 / 97.0 - 0.5;
    ((base + swing * (at as f64 / pace).sin() + swing * 0.4 * noise) * 10.0).round() / 10.0
}

fn series(name: &'static str, kind: Kind, value: impl Fn(usize) -> f64, count: usize) -> Series {
    Series { name: name.into(), kind, values: (0..count).map(value).collect() }
}

fn over(count: usize, each: f64, series: Vec<Series>) -> Answer {
    Answer::Ready(Data::new((0..count).map(|at| START + at as f64 * each).collect(), series))
}

fn chart(id: &'static str, title: &'static str, unit: Unit, answer: Answer) -> ChartProps {
    yew::props!(ChartProps { id, title, unit, answer })
}

fn response_times(count: usize) -> Answer {
    let spike = |at: usize| if (70..78).contains(&at) { 240.0 } else { 0.0 };
    over(
        count,
        MINUTE,
        vec![
            series("p99", Kind::Line, move |at| wave(at, 310.0, 60.0, 17.0) + spike(at), count),
            series("p95", Kind::Line, move |at| wave(at, 220.0, 40.0, 15.0) + spike(at) * 0.7, count),
            series(
                "p50",
                Kind::Line,
                |at| if (30..36).contains(&at) { f64::NAN } else { wave(at, 90.0, 20.0, 13.0) },
                count,
            ),
        ],
    )
}

fn limits() -> Vec<Threshold> {
    vec![
        Threshold { value: 400.0, level: Level::Warning },
        Threshold { value: 500.0, level: Level::Critical },
    ]
}

fn wide(name: &'static str, content: Html) -> Html {
    specimen(name, html! { <div class="w-full min-w-0">{ content }</div> })
}

fn charts() -> Html {
    let lines = ChartProps {
        thresholds: limits(),
        ..chart("lines", "Response time", Unit::Millis, response_times(120))
    };
    let areas = over(90, MINUTE, vec![series("heap", Kind::Area, |at| wave(at, 3.2e9, 9e8, 11.0), 90)]);
    let bars = over(
        48,
        30.0 * MINUTE,
        vec![series("signals", Kind::Bars, |at| wave(at, 20.0, 18.0, 5.0).max(0.0).round(), 48)],
    );
    let steps = over(
        60,
        MINUTE,
        vec![
            series("replicas", Kind::Steps, |at| [3.0, 3.0, 5.0, 8.0, 5.0, 4.0][at / 10], 60),
            series("wanted", Kind::Steps, |at| [3.0, 5.0, 8.0, 8.0, 4.0, 4.0][at / 10], 60),
        ],
    );
    let band = over(
        90,
        MINUTE,
        vec![
            series("highest", Kind::Line, |at| wave(at, 300.0, 40.0, 14.0) + 60.0, 90),
            series("typical", Kind::Line, |at| wave(at, 300.0, 40.0, 14.0), 90),
            series("lowest", Kind::Line, |at| wave(at, 300.0, 40.0, 14.0) - 60.0, 90),
        ],
    );
    let band = ChartProps {
        bands: vec![(0, 2)],
        ..chart("band", "Response time, expected range", Unit::Millis, band)
    };
    let log = over(
        90,
        MINUTE,
        vec![
            series("p99", Kind::Line, |at| 10_f64.powf(1.0 + at as f64 / 25.0), 90),
            series("p50", Kind::Line, |at| 10_f64.powf(0.4 + at as f64 / 40.0), 90),
        ],
    );
    let log = ChartProps { log: true, ..chart("log", "Queue delay", Unit::Millis, log) };
    html! {
        <>
            { wide("Lines with thresholds and a gap", parts::chart(lines)) }
            { wide("Area", parts::chart(chart("area", "Heap", Unit::Bytes, areas))) }
            { wide("Bars", parts::chart(chart("bars", "Signals", Unit::Count, bars))) }
            { wide("Steps", parts::chart(chart("steps", "Replicas", Unit::Count, steps))) }
            { wide("Band", parts::chart(band)) }
            { wide("Logarithmic", parts::chart(log)) }
        </>
    }
}

fn group() -> Html {
    let together = |props: ChartProps| {
        parts::chart(ChartProps { group: Some("service".into()), height: 140.0, ..props })
    };
    let rate = over(120, MINUTE, vec![series("requests", Kind::Area, |at| wave(at, 120.0, 50.0, 19.0), 120)]);
    let errors =
        over(120, MINUTE, vec![series("errors", Kind::Bars, |at| wave(at, 2.0, 2.0, 9.0).max(0.0), 120)]);
    html! {
        <>
            { wide("Rate", together(chart("rate", "Requests", Unit::PerSecond, rate))) }
            { wide("Errors", together(chart("errors", "Errors", Unit::Percent, errors))) }
            { wide("Duration", together(chart("duration", "Response time", Unit::Millis, response_times(120)))) }
        </>
    }
}

fn states() -> Html {
    let long =
        "The store did not answer within 10 s: connection refused by metrics-store-2.example.internal:9000";
    let single =
        over(5, MINUTE, vec![series("p95", Kind::Line, |at| if at == 2 { 41.0 } else { f64::NAN }, 5)]);
    let outside = ChartProps {
        range: Some((START + 600.0 * MINUTE, START + 660.0 * MINUTE)),
        ..chart("outside", "Response time", Unit::Millis, response_times(60))
    };
    let names = [
        "checkout",
        "search",
        "payments",
        "catalogue",
        "recommendations",
        "inventory",
        "shipping",
        "notifications-service-with-a-long-name.eu-central-1.example.internal",
        "accounts",
        "audit",
    ];
    let many = (0..names.len()).map(|which| {
        series(
            names[which],
            Kind::Line,
            move |at| wave(at, 40.0 * (which + 1) as f64, 12.0, 9.0 + which as f64),
            60,
        )
    });
    html! {
        <>
            { wide("Loading", parts::chart(chart("loading", "Response time", Unit::Millis, Answer::Loading))) }
            { wide("Failed", parts::chart(chart("failed", "Response time", Unit::Millis, Answer::Failed(long.into())))) }
            { wide("Empty", parts::chart(chart("empty", "Response time", Unit::Millis, over(0, MINUTE, vec![])))) }
            { wide("No data in the range", parts::chart(outside)) }
            { wide("One value", parts::chart(chart("single", "Response time", Unit::Millis, single))) }
            { wide("Ten series", parts::chart(chart("many", "Response time by service", Unit::Millis, over(60, MINUTE, many.collect())))) }
        </>
    }
}

fn large() -> Html {
    const POINTS: usize = 100_000;
    let answer = over(
        POINTS,
        1_000.0,
        vec![
            series("p99", Kind::Line, |at| wave(at, 310.0, 60.0, 4_000.0), POINTS),
            series("p50", Kind::Line, |at| wave(at, 90.0, 20.0, 5_000.0), POINTS),
        ],
    );
    wide("100,000 moments", parts::chart(chart("large", "Response time", Unit::Millis, answer)))
}

fn small() -> Html {
    let values: Vec<f64> = (0..24).map(|at| wave(at, 20.0, 10.0, 4.0)).collect();
    let mut gaps = values.clone();
    gaps[8..12].fill(f64::NAN);
    let services = [
        Share::new("checkout", 412.0),
        Share::new("search", 240.0),
        Share::new("payments", 96.0),
        Share::new("catalogue", 12.0),
    ];
    let limits =
        [Threshold { value: 70.0, level: Level::Warning }, Threshold { value: 90.0, level: Level::Critical }];
    let hours: Vec<(AttrValue, f64)> = (0..48)
        .map(|at| {
            let value = if at == 30 { f64::NAN } else { wave(at, 8.0, 9.0, 5.0).max(0.0).round() };
            (format!("{:02}:{:02}", at / 2, at % 2 * 30).into(), value)
        })
        .collect();
    html! {
        <>
            { specimen("Sparklines: line, area, bars, steps, gap, nothing", html! {
                <>
                    { sparkline("Signals per hour", &values, Kind::Line, Unit::Count) }
                    { sparkline("Signals per hour", &values, Kind::Area, Unit::Count) }
                    { sparkline("Signals per hour", &values, Kind::Bars, Unit::Count) }
                    { sparkline("Signals per hour", &values, Kind::Steps, Unit::Count) }
                    { sparkline("Signals per hour", &gaps, Kind::Area, Unit::Count) }
                    { sparkline("Signals per hour", &[], Kind::Line, Unit::Count) }
                </>
            }) }
            { wide("Bar list", html! { <div class="max-w-136">{ bar_list("Signals by service", &services, Unit::Count) }</div> }) }
            { wide("Bar list, empty", bar_list("Signals by service", &[], Unit::Count)) }
            { wide("Stacked bar", html! { <div class="max-w-136">{ stacked_bar("Signals by service", &services, Unit::Count) }</div> }) }
            { specimen("Gauges: below, warning, critical, unknown", html! {
                <>
                    { gauge("Disk", 41.0, 100.0, &limits, Unit::Percent) }
                    { gauge("Memory", 78.5, 100.0, &limits, Unit::Percent) }
                    { gauge("Queue", 96.0, 100.0, &limits, Unit::Percent) }
                    { gauge("Offline", f64::NAN, 100.0, &limits, Unit::Percent) }
                </>
            }) }
            { wide("Meter", html! { <div class="max-w-136">{ meter("Memory", 78.5, 100.0, &limits, Unit::Percent) }</div> }) }
            { wide("Donut", donut("Signals by service", &services, Unit::Count)) }
            { wide("Heat strip", html! { <div class="max-w-136">{ heat_strip("Signals per half hour", &hours, Unit::Count) }</div> }) }
        </>
    }
}
