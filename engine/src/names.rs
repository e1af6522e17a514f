//! Names people can say: `amber-otter-4821` for the n-th signal.
//!
//! A name is a permutation of the signal's sequence number, so two signals of one database never share one
//! until every combination is used (38 million), and neighbours look unrelated. The salt is drawn once per
//! database, so that two installations do not both begin with the same name.

const ADJECTIVES: [&str; 64] = [
    "amber", "arctic", "azure", "bold", "brave", "bright", "brisk", "bronze", "calm", "clear", "clever",
    "cobalt", "copper", "coral", "cosmic", "crisp", "crystal", "daring", "deep", "eager", "early", "fabled",
    "fair", "fleet", "gentle", "gilded", "golden", "grand", "green", "hidden", "humble", "ivory", "jade",
    "keen", "kind", "lively", "loud", "lucid", "lunar", "mellow", "misty", "neat", "noble", "olive", "pale",
    "patient", "plain", "proud", "quick", "quiet", "rapid", "rosy", "rustic", "scarlet", "silent", "silver",
    "solar", "steady", "sunny", "swift", "teal", "tidy", "vivid", "warm",
];

const NOUNS: [&str; 66] = [
    "badger", "beaver", "bison", "bobcat", "buzzard", "camel", "caribou", "cheetah", "condor", "cougar",
    "crane", "cricket", "curlew", "dolphin", "donkey", "eagle", "egret", "falcon", "ferret", "finch",
    "gazelle", "gecko", "gibbon", "goose", "grouse", "hare", "hawk", "heron", "hornet", "ibex", "iguana",
    "jackal", "jaguar", "kestrel", "koala", "lemur", "leopard", "lizard", "lynx", "magpie", "marten", "mole",
    "moose", "narwhal", "newt", "ocelot", "osprey", "otter", "owl", "panther", "pelican", "penguin",
    "plover", "puffin", "quail", "rabbit", "raven", "salmon", "seal", "sparrow", "stoat", "swallow", "tapir",
    "viper", "walrus", "wombat",
];

/// Numbers 1000 to 9999: always four digits, so that names align and cannot be mistaken for a count.
const NUMBERS: u64 = 9_000;
const SPACE: u64 = ADJECTIVES.len() as u64 * NOUNS.len() as u64 * NUMBERS;
/// A prime that does not divide [`SPACE`], so multiplying by it permutes the space.
const STEP: u64 = 15_485_863;

/// The name of signal number `sequence` in a database salted with `salt`.
pub(crate) fn friendly(sequence: u64, salt: u64) -> String {
    let scrambled = (sequence % SPACE * STEP + salt % SPACE) % SPACE;
    let number = 1_000 + scrambled % NUMBERS;
    let rest = usize::try_from(scrambled / NUMBERS).unwrap_or(0);
    let noun = NOUNS[rest % NOUNS.len()];
    let adjective = ADJECTIVES[rest / NOUNS.len() % ADJECTIVES.len()];
    format!("{adjective}-{noun}-{number}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_said_easily() {
        let names: HashSet<String> = (0..200_000).map(|n| friendly(n, 77)).collect();
        assert_eq!(names.len(), 200_000);
        assert!(names.iter().all(|name| name.split('-').count() == 3));
    }

    #[test]
    fn words_are_distinct() {
        assert_eq!(ADJECTIVES.iter().collect::<HashSet<_>>().len(), ADJECTIVES.len());
        assert_eq!(NOUNS.iter().collect::<HashSet<_>>().len(), NOUNS.len());
    }
}
