//! A message as a tree, and as the text the interpreter reads.
//!
//! Plain text stands for itself. `\u{1}` and a character: an argument, counted from `0`. `\u{2}`, an argument, how to
//! choose (`c` cardinal, `o` ordinal, `s` by the text), then for each variant `\u{3}` key `\u{4}` pattern, then
//! `\u{5}`; the last variant is taken when no other fits.

pub const ARGUMENT: char = '\u{1}';
pub const SELECT: char = '\u{2}';
pub const KEY: char = '\u{3}';
pub const VALUE: char = '\u{4}';
pub const END: char = '\u{5}';

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Argument(String),
    Select {
        argument: String,
        choice: Choice,
        /// The default one last.
        variants: Vec<(String, Vec<Piece>)>,
    },
}

/// How a variant is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By the number itself, then by its plural category.
    Cardinal,
    Ordinal,
    /// By the text.
    Word,
}

/// Encodes a pattern; an argument is written as its place among `parameters`, or handed back where it is none of them.
pub fn encode(pieces: &[Piece], parameters: &[&str]) -> Result<String, String> {
    let mut out = String::new();
    write(pieces, parameters, &mut out)?;
    Ok(out)
}

fn write(pieces: &[Piece], parameters: &[&str], out: &mut String) -> Result<(), String> {
    let place = |name: &String| {
        let at = parameters.iter().position(|parameter| parameter == name).ok_or_else(|| name.clone())?;
        Ok::<char, String>(char::from(b'0' + at as u8))
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Argument(name) => out.extend([ARGUMENT, place(name)?]),
            Piece::Select { argument, choice, variants } => {
                let choice = match choice {
                    Choice::Cardinal => 'c',
                    Choice::Ordinal => 'o',
                    Choice::Word => 's',
                };
                out.extend([SELECT, place(argument)?, choice]);
                for (key, pieces) in variants {
                    out.push(KEY);
                    out.push_str(key);
                    out.push(VALUE);
                    write(pieces, parameters, out)?;
                }
                out.push(END);
            }
        }
    }
    Ok(())
}
