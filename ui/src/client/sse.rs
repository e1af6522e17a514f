//! The wire form of server-sent events, as far as we use it: the `data:` lines. The id of an event is inside its
//! data, so `id:` needs no reading.

/// Cuts a stream of bytes into the data of events; chunks may end anywhere.
#[derive(Default)]
pub(super) struct Decoder {
    rest: Vec<u8>,
    data: String,
}

impl Decoder {
    /// Takes the next bytes; returns the data of each event they complete.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(chunk);
        let mut events = Vec::new();
        let mut start = 0;
        while let Some(length) = self.rest[start..].iter().position(|&byte| byte == b'\n') {
            let line = self.rest[start..start + length].trim_ascii_end();
            start += length + 1;
            if line.is_empty() {
                if !self.data.is_empty() {
                    events.push(std::mem::take(&mut self.data));
                }
            } else if let Some(data) = line.strip_prefix(b"data:") {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(&String::from_utf8_lossy(data.strip_prefix(b" ").unwrap_or(data)));
            }
        }
        self.rest.drain(..start);
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str =
        "id: 7\ndata: {\"a\":\"é\"}\n\n: comment\n\ndata: one\r\ndata: two\r\n\r\ndata: unfinished\n";

    #[test]
    fn events_are_found_wherever_the_chunks_end() {
        for size in 1..STREAM.len() {
            let mut decoder = Decoder::default();
            let events: Vec<_> =
                STREAM.as_bytes().chunks(size).flat_map(|chunk| decoder.push(chunk)).collect();
            assert_eq!(events, ["{\"a\":\"é\"}", "one\ntwo"], "chunks of {size}");
        }
    }
}
