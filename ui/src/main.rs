//! Entry point of the wasm module.

fn main() {
    console_ui::start();
}
