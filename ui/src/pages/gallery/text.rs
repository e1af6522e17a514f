//! Markdown, friendly and hostile.

use yew::prelude::*;

use super::{Section, specimen};
use crate::parts;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "markdown", title: "Markdown", draw: friendly },
    Section { id: "markdown-hostile", title: "Markdown, hostile", draw: hostile },
];

const RUNBOOK: &str = "\
# Payments are slow

The **charge** call takes longer than *five hundred* milliseconds; see [the dashboard](/dev/gallery?section=charts) \
and [the provider](https://status.example.org). ~~Restart it.~~ Call `GET /health` first[^1].

## Steps

1. Look at the queue.
2. Drain it:
   - [x] stop the workers
   - [ ] start them again

> Never restart the *primary* during a payout.

```sh
fluoctl drain payments --wait 30s
```

| Service | p95 | Owner |
|:--------|----:|:-----:|
| charge  | 612 ms | payments |
| refund  | 98 ms  | payments |

---

![The queue](https://example.org/queue.png)

[^1]: It answers within a second.
";

const HOSTILE: &str = "\
[script](javascript:alert(1)) [data](data:text/html,x) [entity](&#106;avascript:alert(1)) \
[other host](//example.org) <script>alert(1)</script>

<img src=x onerror=alert(1)>

![tracker](https://example.org/pixel.gif) <javascript:alert(1)>
";

fn shown(name: &'static str, text: String) -> Html {
    specimen(name, html! { <div class="w-full min-w-0">{ parts::markdown(text.into(), 4) }</div> })
}

fn friendly() -> Html {
    html! {
        <>
            { shown("A runbook", RUNBOOK.to_owned()) }
            { shown("Nothing", String::new()) }
            { shown("One long word", "payments-reconciliation-worker-eu-central-1.".repeat(12)) }
        </>
    }
}

fn hostile() -> Html {
    html! {
        <>
            { shown("Links and markup", HOSTILE.to_owned()) }
            { shown("10,000 quotes deep", format!("{} deep", ">".repeat(10_000))) }
            { shown("Longer than 100 KB", "a line of words that goes on and on\n\n".repeat(4_000)) }
        </>
    }
}
